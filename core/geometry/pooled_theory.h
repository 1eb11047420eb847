// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/geometry/covariance.h"

#include <optional>

namespace orthant {

/// What is replaced by its signs in a dot product.
enum class Binarized { Weights, Inputs, Both };

/// Exact statements on x.w and its copy with signs, over all pairs of inputs x of covariance C and filters w ~ N(0, S).
struct PooledTheory {
    double correlation = 0; ///< Pearson's r
    double slope = 0;       ///< of the line of regression of the copy on x.w
    double gain = 0;        ///< alignment: g = d sum C S / (tr C tr S)
    double permuted = 0; ///< r when all entries of the inputs have changed places: C becomes a multiple of the identity
};

/// For x ~ N(0, C), with entries of any variance (C~ and S~ are the correlations):
///   weights binarized  r^2 = (sum C_ij S_ij / sqrt(S_jj))^2 / (sum C S  sum C asin(S~))
///   inputs binarized   the same with C and S exchanged
///   both binarized     r^2 = (sum C_ij S_ij / sqrt(C_jj S_jj))^2 / (sum C S  sum asin(C~) asin(S~))
/// With `signs` the inputs are the signs of such x: their covariance is (2/pi) asin(C~), and binarizing them once more
/// changes nothing.
/// @return  nothing when it was cancelled
/// @cost    d for stationary covariances, else that of all rows of both; parallel
std::optional<PooledTheory> pooledTheory(const Covariance& inputs, const Covariance& filters, Binarized what,
                                         bool signs, const Progress* progress);

} // namespace orthant
