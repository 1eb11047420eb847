// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <memory>
#include <span>

namespace orthant {

/// Covariance C of random vectors, as a map that gives it to independent normal values. Its mean variance is 1.
/// @threads  const members may be called from any thread
class Covariance {
  public:
    /// Of those that need a matrix and its eigenvectors.
    static constexpr std::size_t largestDense = 1024;

    /// C_ij = rho^|i-j|, drawn by recursion; rho = 0 is the identity.
    /// @cost    d for each vector, no matrix; power() needs one unless rho = 0
    /// @errors  power(): Error at /dimension above largestDense
    static std::shared_ptr<const Covariance> firstOrder(std::size_t dimension, double rho);

    /// Independent values less their mean: C_ij = -1/(d-1) off the diagonal. Every power() of it is itself.
    static std::shared_ptr<const Covariance> zeroMean(std::size_t dimension);

    /// Eigenvalues proportional to i^-exponent in a random basis: two rounds of random signs and of Hadamard's matrix,
    /// on the first and on the last 2^k coordinates with 2^k <= d < 2^(k+1), a permutation between. Each eigenvector is
    /// spread over all coordinates, as those of a Haar-distributed basis are. Eigenvalues below 1e-6 of the largest one
    /// count as that.
    /// @cost  d log d for each vector, no matrix
    static std::shared_ptr<const Covariance> powerLaw(std::size_t dimension, double exponent, const Rng& rng);

    /// A matrix that is given; its scale does not matter. Eigenvalues below 1e-6 of the largest one count as that.
    /// @shape   c: d x d, row-major, symmetric
    /// @cost    0.3 s for d = 1024, 0.04 s for d = 512; d^2 for each vector
    /// @errors  Error when the mean variance is not a positive number
    static std::shared_ptr<const Covariance> dense(std::size_t dimension, std::span<const double> c);

    /// A synthetic first layer: side x side pixels of three colours. exp(-distance/length) within a colour, `channels`
    /// times that between two.
    static std::shared_ptr<const Covariance> patches(std::size_t side, double length, double channels);

    virtual ~Covariance() = default;
    virtual std::size_t dimension() const = 0;
    /// Rows of independent standard normal values become rows with this covariance.
    /// @shape  rows: n x dimension()
    virtual void colour(MatrixView rows) const = 0;
    /// Row i of C.
    virtual void row(std::size_t i, std::span<double> c) const = 0;
    /// C_ij depends on |i - j| alone, and C_ii = 1.
    virtual bool stationary() const { return false; }
    /// C^exponent, to the same mean variance: the same eigenvectors.
    virtual std::shared_ptr<const Covariance> power(double exponent) const = 0;
};

} // namespace orthant
