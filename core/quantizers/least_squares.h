// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace orthant {

/// Values in two groups, split by a threshold: the group means are the two levels that approximate the values best in the
/// least-squares sense (exact one-dimensional 2-means).
struct TwoGroups {
    double low = 0, high = 0; ///< means; equal when all values are
    float threshold = 0;      ///< the smallest value of the upper group
    std::size_t upper = 0;    ///< values in the upper group
};

/// Exact: one sort and a scan over all splits for the largest (sum of top)^2 / k + (sum of rest)^2 / (n - k).
/// Equal values stay together. Of one value, or of equal ones, the upper group holds all.
/// @cost  n log n
TwoGroups twoGroups(std::span<const float> values);

/// The best symmetric ternary levels {-a, 0, +a}.
struct TernaryLevels {
    double level = 0;    ///< a: the mean of the magnitudes that survive
    float threshold = 0; ///< the smallest of them
};

/// Exact: keeps the k largest magnitudes with the largest (sum of them)^2 / k.
/// @cost  n log n
TernaryLevels ternaryLevels(std::span<const float> values);

} // namespace orthant
