// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/theory.h"

#include <cstddef>
#include <span>
#include <vector>

/// What a rotation before the signs does: to the angle of a vector whose coordinates have different scales, and to the
/// correlation of dot products.
namespace orthant::theory {

/// cos(v, sign v) of v_i = s_i g_i with independent Gaussian g: mean and deviation, exact, by one integral over the
/// scales.
/// @cost  about 90 roots for each scale
Moments scaledSignCosine(std::span<const double> scales);
/// The angle in degrees, from these to second order.
Moments scaledSignAngle(std::span<const double> scales);
/// The limit for many scales of equal weight: arccos(sqrt(2/pi) sum s / sqrt(d sum s^2)), in degrees.
double scaledSignLimit(std::span<const double> scales);
/// (sum s^2)^2 / sum s^4: how many coordinates share the variance.
double participationRatio(std::span<const double> scales);

/// Scales of the coordinates after a part of a rotation, in the mean over rotations.
/// Haar: the path turns x by angles blend*t, t even in (0, pi); so x keeps c = sin(pi blend)/(pi blend) of itself and
/// the rest lies in all directions alike:  s_i^2 -> c^2 s_i^2 + (1 - c^2) mean s^2
std::vector<double> blendedScalesHaar(std::span<const double> scales, double blend);
/// Hadamard: a butterfly by t = blend*pi/4 mixes variances by cos^2 t and sin^2 t; random signs between rounds leave no
/// cross terms in the mean. Zeros fill up to a power of two.
std::vector<double> blendedScalesHadamard(std::span<const double> scales, std::size_t rounds, double blend);

/// The moments behind correlations that are pooled over filters w ~ N(0, S) and inputs x ~ N(0, C), S and C not
/// necessarily of unit diagonal. They add up, so that rotations can be pooled too.
struct PooledMoments {
    double plain = 0;                                              ///< E (x.w)^2
    double weightsProduct = 0, inputsProduct = 0, bothProduct = 0; ///< E x.w times the binarized product
    double weightsSquare = 0, inputsSquare = 0, bothSquare = 0;    ///< E of its square

    PooledMoments& operator+=(const PooledMoments& other);
    double weights() const;
    double inputs() const;
    double both() const;
};
/// By Bussgang E w_i sign(w_j) = sqrt(2/pi) S_ij / sqrt(S_jj) and Van Vleck E sign(w_i) sign(w_j) = 2/pi asin(corr_ij).
/// @shape  inputs, filters: d x d, row-major, positive diagonals
PooledMoments pooledMoments(const std::vector<double>& inputs, const std::vector<double>& filters);

} // namespace orthant::theory
