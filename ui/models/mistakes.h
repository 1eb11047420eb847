// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/evaluation.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace orthant::ui {

/// A sample that got the wrong class.
struct WrongSample {
    std::size_t index = 0; ///< in the test samples
    std::uint16_t truth = 0, predicted = 0;
    std::vector<float> values; ///< as they enter the network
};

/// What the packed network of a run does with its test samples.
struct Mistakes {
    std::int64_t step = -1; ///< of the newest checkpoint
    std::size_t samples = 0;
    Shape sampleShape;
    std::vector<std::string> classNames;
    Confusion confusion;
    std::vector<WrongSample> wrong; ///< at most `mostInCell` for each pair of classes
    static constexpr std::size_t mostInCell = 60, mostOfAll = 3000;
};

/// What readMistakes() would look at: another number when that is another network; -1: there is nothing yet.
/// @cost  a look at the names in a folder
std::int64_t networkVersion(const std::filesystem::path& folder);

/// Has the packed network of a run decide on the test samples: model.safetensors, or, while the run is going, the newest
/// checkpoint, packed here.
/// @cost    reads the data set: not for the thread of the window
/// @errors  Error: nothing trained yet, data that are not where they were
Mistakes readMistakes(const std::filesystem::path& folder);

} // namespace orthant::ui
