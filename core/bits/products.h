// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/aligned_vector.h"
#include "core/bits/sign_rows.h"
#include "core/tensor/gemm.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// The right-hand side of an XNOR product, re-ordered once so that the kernel has one output in each lane: panels of 64
/// rows of B, words of 32 bits along K. With a mask, positions where the mask is 0 count as a weight of zero.
class BitPanels {
  public:
    BitPanels() = default;
    /// @shape  b: n x k
    explicit BitPanels(const BitMatrix& b) { pack(b); }
    /// @shape  b, mask: n x k
    BitPanels(const BitMatrix& b, const BitMatrix& mask) { pack(b, mask); }

    void pack(const BitMatrix& b);
    void pack(const BitMatrix& b, const BitMatrix& mask);

    std::size_t rows() const { return rows_; }   ///< n
    std::size_t depth() const { return depth_; } ///< k
    bool masked() const { return !maskWords_.empty(); }
    std::span<const std::uint32_t> words() const { return words_; }
    std::span<const std::uint32_t> maskWords() const { return maskWords_; }
    std::span<const std::int32_t> counts() const {
        return counts_;
    } ///< ones of the mask in each row, k without
      ///< one; filled up to whole panels

  private:
    std::size_t rows_ = 0, depth_ = 0;
    AlignedVector<std::uint32_t> words_, maskWords_;
    std::vector<std::int32_t> counts_;
};

/// C[i][j] = sum over k of a[i][k] * b[j][k], with signs as +-1 and masked weights as 0. Exact in int32. Parallel over
/// output tiles.
/// @shape  a: m x k, b: n x k, c: m x n row-major; any of m, n, k may be 0 (k = 0 gives zeros)
void xnorProduct(const SignRows& a, const BitPanels& b, std::span<std::int32_t> c);
/// The same as floats, exact for k up to 2^24.
void xnorProduct(const SignRows& a, const BitPanels& b, MatrixView c);

/// The right-hand side of a float x sign product, re-ordered once: panels of 64 columns, words of 32 signs along the
/// depth, so that four bits of a word are the table index of four consecutive k.
class SignTables {
  public:
    SignTables() = default;

    /// S is k x n: bits of one row lie along the output columns.
    void packRows(const SignRows& s) { packRows(s, 0, s.rows()); }
    /// The same of k rows from `first` on.
    void packRows(const SignRows& s, std::size_t first, std::size_t k);
    /// S^T is given, n x k: bits of one row lie along the depth.
    void packColumns(const BitMatrix& sTransposed);

    std::size_t depth() const { return depth_; } ///< k
    std::size_t cols() const { return cols_; }   ///< n
    std::span<const std::uint32_t> words() const { return words_; }

  private:
    std::size_t depth_ = 0, cols_ = 0;
    AlignedVector<std::uint32_t> words_;
};

/// C = op(A) S, or C += with `accumulate`: A float, S signs as +-1, by tables of the 16 signed sums of four values:
/// one lookup and one add replace four multiply-adds. Float accuracy; the order of additions is fixed (sums of four
/// consecutive k, one after another), so the result depends neither on the number of threads nor on the target.
/// @shape  op(A): m x k, S: k x n, C: m x n; C must not overlap A
void signProduct(ConstMatrixView a, Transpose transposeA, const SignTables& s, MatrixView c, bool accumulate = false);
/// C = A S for rows of A that lie scattered: element k of row i is a[i * rowStride + places[k]]. By one thread.
void signProduct(const float* a, std::size_t rowStride, std::span<const std::size_t> places, const SignTables& s,
                 MatrixView c);

} // namespace orthant
