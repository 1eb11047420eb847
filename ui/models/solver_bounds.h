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
    std::optional<UnrolledJob> otherJob; ///< another network of this algorithm, for T4 between two sets of weights
    std::optional<double> gap;           ///< of the clipped losses on test and on training samples
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

/// T5 holds with all but this probability.
inline constexpr double generalizationRisk = 0.05;

/// T1 to T5 of pibinn.md 7.3 for these very matrices. Derived here: none of them is a theorem of a paper.
/// @cost  a singular value for each layer: not for the thread of the window
/// @errors  Error when the model cannot be read
std::vector<MeasuredBound> boundsOf(const BoundsRequest& request);

} // namespace orthant::ui
