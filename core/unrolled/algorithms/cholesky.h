// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <span>
#include <vector>

namespace orthant {

/// A symmetric positive definite matrix in double precision, for systems of equations.
class SymmetricMatrix {
  public:
    explicit SymmetricMatrix(std::size_t size = 0) : size_(size), values_(size * size) {}

    std::size_t size() const { return size_; }
    double& at(std::size_t r, std::size_t c) { return values_[r * size_ + c]; }

    /// Replaces the matrix by its Cholesky factor; the lower triangle is read.
    /// @param ridge  this share of the mean diagonal value is added to the diagonal first
    void factorize(double ridge);
    /// x becomes the solution of M x = x. After factorize().
    void solve(std::span<double> x) const;

  private:
    std::size_t size_;
    std::vector<double> values_;
};

/// Inner products of some rows of a matrix.
SymmetricMatrix gramOfRows(ConstMatrixView matrix, std::span<const std::size_t> rows);

} // namespace orthant
