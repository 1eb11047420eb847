// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A law laid through the weights of a layer by their mean and standard deviation.
struct LawFit {
    std::string id;    ///< "gaussian", "uniform", "laplace", "two_peaked"
    std::string title; ///< for people
    double distance = 0;                        ///< Kolmogorov-Smirnov: largest distance of the distribution functions
    std::function<double(double)> distribution; ///< P(weight <= x); empty where the law cannot have such a deviation
};

/// The four laws in this order. The one with the smallest distance fits best; a law that cannot be laid through has
/// distance NaN.
/// "two_peaked" is for weights that spread further than the uniform law on [-end, end]: the share that lies at the ends, half
/// of it at each, and between them the symmetric beta law with the second moment of the others, of shape 1 (uniform) or
/// less (rising towards the ends).
/// @param sorted  weights in ascending order, at least one
/// @param end     the clip of the latent weights; 0: the largest magnitude
std::vector<LawFit> fitLaws(std::span<const float> sorted, double end);

/// The index of the law with the smallest distance.
std::size_t bestLaw(const std::vector<LawFit>& fits);

} // namespace orthant
