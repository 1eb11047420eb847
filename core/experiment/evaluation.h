// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/network/program.h"

#include <cstdint>
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

} // namespace orthant
