// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "core/base/rng.h"
#include "core/geometry/random_rotation.h"
#include "core/geometry/sampling.h"
#include "core/geometry/theory_rotation.h"

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace orthant {

/// Sums over pairs of a filter and a patch, for the six ways to binarize: weights, inputs, both, each plain and
/// rotated.
struct PatchCorrelations {
    struct Sums {
        double product = 0, square = 0; ///< of the binarized product: times the real one, and with itself
    };
    std::array<Sums, 6> sums;
    double square = 0;             ///< of the real product
    std::array<Running, 6> blocks; ///< correlations of single blocks: their spread gives the standard error

    void merge(const PatchCorrelations& block);
    double correlation(std::size_t way) const; ///< pooled; NaN before the first pair
};

/// Dot products of random patches and random filters of a synthetic first layer, with and without rotation.
/// Patches: 3x3 pixels of three colours, covariance exp(-distance/length) within a colour, `channels` times that
/// between colours. Filters: Gaussian, minus their mean.
class PatchLab {
  public:
    static constexpr std::size_t side = 3, colours = 3, dimension = side * side * colours;
    static constexpr std::size_t rotations = 64;

    /// @param draw  makes rotation number i of patches
    PatchLab(double length, double channels, const std::function<RandomRotation(std::size_t)>& draw);

    /// One block of pairs, under rotation number `block` modulo rotations.
    PatchCorrelations measure(std::uint64_t block, const Rng& rng) const;

    void addReadings(const PatchCorrelations& found, std::vector<Reading>& readings) const;
    Figure figure(const PatchCorrelations& found) const;

  private:
    std::vector<double> root_; ///< lower Cholesky factor of the covariance of patches
    std::vector<RandomRotation> rotations_;
    std::array<double, 6> theory_{};
};

/// Covariance of such patches. @shape  d x d, d = side * side * channels, pixels in the order of rows, colours
/// innermost
std::vector<double> patchCovariance(std::size_t side, std::size_t channels, double length, double channelCorrelation);
/// Covariance of filters of independent entries minus their mean, scaled to variance 1.
std::vector<double> zeroMeanCovariance(std::size_t dimension);
/// Lower triangular L with L L^T = C.
std::vector<double> choleskyFactor(const std::vector<double>& covariance, std::size_t dimension);

} // namespace orthant
