// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/network/program.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

struct ProgramEvaluation {
    std::size_t samples = 0;
    double accuracy = 0; ///< fraction
    std::vector<std::uint16_t> predictions;
};

/// What a packed program decides on labelled samples, in batches.
/// @errors  Error when the samples have another size than the program's input, or when cancelled
ProgramEvaluation evaluateProgram(const Program& program, const Samples& samples, const Progress* progress = nullptr);

/// How often each class is taken for each other one, and which samples are wrong.
struct Confusion {
    std::size_t classes = 0;
    std::vector<std::uint64_t> counts; ///< classes x classes; the row is the true class, the column the predicted one
    std::vector<std::size_t> wrong;    ///< the samples that get another class than their own, ascending

    std::uint64_t count(std::size_t truth, std::size_t predicted) const { return counts[truth * classes + predicted]; }
};

/// @shape   labels, predictions: equal, each less than `classes`
Confusion confusionOf(std::span<const std::uint16_t> labels, std::span<const std::uint16_t> predictions, std::size_t classes);

} // namespace orthant
