// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orthant {

/// A stretch of training in which the same parameters move.
struct TrainingStage {
    std::string name;        ///< "float", "signs", "scales"
    std::size_t layer = 0;   ///< layer-wise: the one at work, from 1; 0: all
    std::size_t firstLayer = 0, depth = 0; ///< layers that are trained: firstLayer .. depth - 1
    std::int64_t steps = 0;
    double rate = 0, finalRate = 0;        ///< cosine from the first to the second
    bool quantized = false;
    bool movesLinks = true;
    bool entersPhase = false;              ///< the first of its phase: scales get their rule
    bool warm = false;                     ///< layer-wise: the new layer begins as the one before it
    std::optional<bool> closedForm = {};   ///< what the reading asks of the scales; empty: as the weights say
    bool perLayer = false;                 ///< one scale for each layer
};

/// The stages of a reading. Weights that do not quantize go through the same stages, all in float: so networks of
/// one comparison have had the same number of steps.
/// @param params  resolved by unrolledTrainingParams()
std::vector<TrainingStage> trainingStages(const Params& params, std::size_t layers, bool quantizes);

/// After the float stage nothing is trained any more: signs are taken as they are.
bool endsWithSigns(const Params& params, bool quantizes);

} // namespace orthant
