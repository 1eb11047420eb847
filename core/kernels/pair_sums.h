// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace orthant::kernels {

/// What angles between two vectors, and from each to its signs, are made of.
struct PairSums {
    double magnitudeA = 0, magnitudeB = 0; ///< sum |a|, sum |b|
    double squareA = 0, squareB = 0;       ///< sum a^2, sum b^2
    double product = 0;                    ///< sum a b
};

/// All five in one pass. 16 lanes add at most 32 terms each as floats, then as doubles, every operation rounded by
/// itself: all targets give the same bits.
/// @shape   a, b: n values
/// @errors  relative to the sum of magnitudes of the terms: below 2e-6, 1e-7 as a rule
PairSums pairSums(const float* a, const float* b, std::size_t n);

} // namespace orthant::kernels
