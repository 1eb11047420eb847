// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

/// Sign codes of two vectors: how often their bits differ, and what that says of the angle between the vectors.
namespace orthant::theory {

/// angle/180: how often a random hyperplane separates two vectors (Goemans and Williamson 1995, Charikar 2002).
double hammingFraction(double angle);

/// Standard deviation of the share of different bits among `bits`, over the draw of the hyperplanes.
/// @param together  hyperplanes that are rows of one rotation of this many dimensions; 1: all independent. More bits
/// than that
///   take further rotations.
/// Independent: f(1-f)/k. Two rows of a rotation differ together less often than by chance, by sin^2(angle)/pi^2/(d-1)
/// to leading order, so that k = d leaves [f(1-f) - sin^2(angle)/pi^2]/d.
double hammingDeviation(double angle, std::size_t bits, std::size_t together);

/// Degrees between two sign vectors that differ in this share of their entries: arccos(1 - 2 fraction).
double codeAngle(double fraction);

/// Chance that the code of a query is nearest to that of its own point, `angle` away, among `points` with random
/// directions in d dimensions; ties are broken by chance. All codes are taken as independent draws.
/// @cost  about 64 exponentials for each bit
double recallAtOne(double angle, std::size_t bits, std::size_t points, std::size_t dimension);

} // namespace orthant::theory
