// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orthant {

/// Mean and covariance of vectors, built up block by block in double.
class CovarianceSums {
  public:
    explicit CovarianceSums(std::size_t dimension) : mean_(dimension), products_(dimension * dimension) {}

    /// Sums of one block.
    /// @shape  x: n x dimension; products: dimension x dimension, x^T x
    void add(const Tensor& x, const Tensor& products);
    std::uint64_t count() const { return count_; }
    std::vector<double> mean() const;
    /// @shape  d x d
    std::vector<double> covariance() const;

  private:
    std::uint64_t count_ = 0;
    std::vector<double> mean_, products_;
};

/// Whether there is more variance than rounding leaves.
bool varies(const std::vector<double>& covariance, std::size_t dimension);

/// Principal components of a covariance, largest first.
struct Components {
    std::vector<double> shares; ///< of the whole variance
    Tensor vectors;             ///< one in each row
    double participation = 0;   ///< (tr C)^2 / tr C^2
    double brightness = 0;      ///< |cosine| of the first one and the vector of ones
};
/// @errors  Error at `where` when nothing varies
Components componentsOf(const std::vector<double>& covariance, std::size_t dimension, const std::string& where);

/// What a covariance C says of filters w and their signs q.
struct FilterFacts {
    double gain = 0;        ///< (w^T C w / |w|^2) / (tr C / d)
    double correlation = 0; ///< w^T C q / sqrt(w^T C w  q^T C q)
    double leak =
        0; ///< part of the variance of x.q that comes through the mean of the patch: (q.1)^2 1^T C 1 / (d^2 q^T C q)
    double plain = 0, product = 0, square = 0; ///< w^T C w, w^T C q, q^T C q: they add up over filters
};
/// @shape  filters: n x d
std::vector<FilterFacts> factsOf(const Tensor& filters, const std::vector<double>& covariance);
/// Correlation pooled over the filters, each less its mean.
double pooledCorrelation(const std::vector<FilterFacts>& facts);

/// sign(w), with sign(0) = +1.
Tensor signsOf(const Tensor& filters);

} // namespace orthant
