// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/bit_matrix.h"

#include "core/base/parallel.h"
#include "core/kernels/bits.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

/// Rows of about 64 K elements: enough work for a task.
std::size_t rowGrain(std::size_t cols) { return std::max<std::size_t>(1, 65536 / std::max<std::size_t>(1, cols)); }

} // namespace

BitMatrix BitMatrix::fromSigns(ConstMatrixView x) {
    BitMatrix bits;
    bits.packSigns(x);
    return bits;
}

void BitMatrix::set(std::size_t r, std::size_t c, bool plus) {
    assert(r < rows_ && c < cols_);
    std::uint64_t& word = words_[r * wordsPerRow_ + c / 64];
    const std::uint64_t bit = std::uint64_t{1} << (c % 64);
    word = plus ? word | bit : word & ~bit;
}

void BitMatrix::resize(std::size_t rows, std::size_t cols) {
    rows_ = rows;
    cols_ = cols;
    wordsPerRow_ = (cols + 63) / 64;
    words_.assign(rows_ * wordsPerRow_, 0);
}

void BitMatrix::packSigns(ConstMatrixView x) {
    if (rows_ != x.rows || cols_ != x.cols) resize(x.rows, x.cols);
    parallelBlocks(rows_, rowGrain(cols_), [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r)
            kernels::packSigns(x.row(r), cols_, row(r).data());
    });
}

void BitMatrix::unpack(MatrixView out) const {
    assert(out.rows == rows_ && out.cols == cols_);
    parallelBlocks(rows_, rowGrain(cols_), [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r)
            kernels::unpackSigns(row(r).data(), cols_, out.row(r));
    });
}

BitMatrix BitMatrix::transposed() const {
    BitMatrix result(cols_, rows_);
    parallelBlocks(result.wordsPerRow_, rowGrain(64 * cols_), [&](std::size_t begin, std::size_t end) {
        for (std::size_t block = begin; block < end; ++block)
            for (std::size_t w = 0; w < wordsPerRow_; ++w) {
                std::uint64_t in[64] = {}, out[64];
                for (std::size_t r = 0; r < 64 && block * 64 + r < rows_; ++r)
                    in[r] = row(block * 64 + r)[w];
                kernels::transposeBits(in, out);
                for (std::size_t c = 0; c < 64 && w * 64 + c < cols_; ++c)
                    result.row(w * 64 + c)[block] = out[c];
            }
    });
    return result;
}

std::size_t countDifferences(const BitMatrix& a, const BitMatrix& b) {
    assert(a.rows() == b.rows() && a.cols() == b.cols());
    return kernels::countBits(a.words().data(), b.words().data(), a.words().size());
}

std::size_t countOnes(const BitMatrix& a) { return kernels::countBits(a.words().data(), nullptr, a.words().size()); }

} // namespace orthant
