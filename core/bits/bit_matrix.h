// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// Rows of packed signs. Bit 1 is +1, bit 0 is -1; sign(0) = +1, also for -0.0; NaN packs as -1. Bit j of a row is bit
/// j % 64 of word j / 64; the padding bits of the last word are zero.
/// The dot product of two rows of n signs is n - 2 popcount(a xor b).
class BitMatrix {
  public:
    BitMatrix() = default;
    BitMatrix(std::size_t rows, std::size_t cols) { resize(rows, cols); }
    /// Signs of the rows of a float matrix.
    static BitMatrix fromSigns(ConstMatrixView x);

    std::size_t rows() const { return rows_; }
    std::size_t cols() const { return cols_; }
    std::size_t wordsPerRow() const { return wordsPerRow_; }
    std::span<std::uint64_t> row(std::size_t r) { return {words_.data() + r * wordsPerRow_, wordsPerRow_}; }
    std::span<const std::uint64_t> row(std::size_t r) const { return {words_.data() + r * wordsPerRow_, wordsPerRow_}; }
    std::span<std::uint64_t> words() { return words_; }
    std::span<const std::uint64_t> words() const { return words_; }

    bool get(std::size_t r, std::size_t c) const { return words_[r * wordsPerRow_ + c / 64] >> (c % 64) & 1U; }
    void set(std::size_t r, std::size_t c, bool plus);

    /// Gives it this size, all bits 0; memory is kept where it suffices.
    void resize(std::size_t rows, std::size_t cols);
    /// Replaces the content by the signs of x (resized to x.rows by x.cols). Parallel over rows.
    void packSigns(ConstMatrixView x);
    /// Writes +1 and -1.
    /// @shape  out: rows() x cols()
    void unpack(MatrixView out) const;
    BitMatrix transposed() const;

    friend bool operator==(const BitMatrix& a, const BitMatrix& b) {
        return a.rows_ == b.rows_ && a.cols_ == b.cols_ && a.words_ == b.words_;
    }

  private:
    std::size_t rows_ = 0, cols_ = 0, wordsPerRow_ = 0;
    std::vector<std::uint64_t> words_;
};

/// Positions at which two matrices of equal size differ.
std::size_t countDifferences(const BitMatrix& a, const BitMatrix& b);
/// Ones.
std::size_t countOnes(const BitMatrix& a);

} // namespace orthant
