// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_results.h"
#include "core/unrolled/bounds.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orthant::ui {

/// A trained network whose bounds are asked for.
struct BoundsRequest {
    UnrolledPlan plan;
    std::filesystem::path folder; ///< of the run
    UnrolledJob job;
    std::optional<UnrolledJob> floatJob; ///< a float network on the same links, for T1
    double bits = 0;                     ///< that the network is stored in
    double samples = 0;                  ///< that it was trained on; 0: drawn without end
};

/// A bound beside what was measured on the first test sample.
struct MeasuredBound {
    Bound bound;
    std::string quantity;         ///< "|x_k - x|"
    std::vector<double> measured; ///< for each layer from 0; or one number; empty: not measured
    std::string how;              ///< of the measurement, one sentence
};

/// T1 to T5 of pibinn.md 7.3 for these very matrices. Derived here: none of them is a theorem of a paper.
/// @cost  a singular value for each layer: not for the thread of the window
/// @errors  Error when the model cannot be read
std::vector<MeasuredBound> boundsOf(const BoundsRequest& request);

} // namespace orthant::ui
