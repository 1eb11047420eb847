// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/link_layout.h"

namespace orthant {

/// Products with an operator, block by block where it is made of blocks.
class OperatorProduct {
  public:
    /// @shape  matrix: m x n
    explicit OperatorProduct(const Tensor& matrix);

    /// y = A x. @shape  x: rows x n, y: rows x m
    void measure(ConstMatrixView x, MatrixView y) const { layout_.multiplyTransposed(transposed_, x, y); }
    /// x = A^T y.
    void back(ConstMatrixView y, MatrixView x) const { layout_.multiply(transposed_, y, x); }

  private:
    LinkLayout layout_; ///< of A^T
    Tensor transposed_; ///< as the layout stores it
};

} // namespace orthant
