// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/packed.h"
#include "core/tensor/tensor.h"
#include "core/unrolled/structure.h"

#include <cstddef>
#include <vector>

namespace orthant {

/// How a matrix with zeros prescribed by a mask is stored and multiplied. Where the mask is equal blocks on the diagonal, the
/// blocks alone are stored, one below the other: n x (columns of a block). Where it is blocks of other sizes in their places,
/// all is stored and products leave the zeros out. Every other mask is stored and multiplied as a whole.
/// @shape  the matrix: n x m; stored: n x width
struct LinkLayout {
    struct Block {
        std::size_t row = 0, rows = 0, col = 0, cols = 0; ///< in the matrix
        std::size_t storedCol = 0;                        ///< where its columns are in what is stored
    };
    Mask mask;
    Mask stored; ///< which of the stored values are links
    std::size_t width = 0;
    std::vector<Block> blocks;

    std::size_t rows() const { return mask.rows(); }
    std::size_t cols() const { return mask.cols(); }
    std::size_t allowed() const { return countOnes(mask); }

    /// The stored values of a whole matrix, zeros outside the mask.
    Tensor take(const Tensor& whole) const;
    Tensor whole(const Tensor& stored) const;
    Packed whole(const Packed& stored) const;

    /// out = in W^T, or out +=. @shape  in: samples x m, out: samples x n
    void multiply(const Tensor& weights, ConstMatrixView in, MatrixView out, bool accumulate = false) const;
    /// out = in W. @shape  in: samples x n, out: samples x m
    void multiplyTransposed(const Tensor& weights, ConstMatrixView in, MatrixView out) const;
    /// gradient = up^T in at the stored values; also where they are no links.
    /// @shape  up: samples x n, in: samples x m
    void outerProduct(ConstMatrixView up, ConstMatrixView in, Tensor& gradient) const;
};

LinkLayout layoutOf(const Mask& mask);

/// The links of W2 in W1 y + W2 x: the support of S S^T for the mask S of W1.
Mask squareMask(const Mask& mask);

/// Columns `first` .. `first + cols - 1`.
inline ConstMatrixView columns(ConstMatrixView x, std::size_t first, std::size_t cols) {
    return {x.data + first, x.rows, cols, x.stride};
}
inline MatrixView columns(MatrixView x, std::size_t first, std::size_t cols) { return {x.data + first, x.rows, cols, x.stride}; }
/// Rows `begin` .. `end - 1`.
inline ConstMatrixView rowsOf(const Tensor& x, std::size_t begin, std::size_t end) {
    return {x.data() + begin * x.cols(), end - begin, x.cols(), x.cols()};
}
inline MatrixView rowsOf(Tensor& x, std::size_t begin, std::size_t end) {
    return {x.data() + begin * x.cols(), end - begin, x.cols(), x.cols()};
}
inline ConstMatrixView rowsOf(ConstMatrixView x, std::size_t begin, std::size_t end) {
    return {x.data + begin * x.stride, end - begin, x.cols, x.stride};
}

} // namespace orthant
