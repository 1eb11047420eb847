// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/packed_links.h"

#include "core/base/parallel.h"
#include "core/tensor/gemm.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

namespace orthant {

namespace {

constexpr std::size_t lanes = 64; ///< samples side by side, so that an addition is one of vectors

/// Links of a row in the 64 columns of a word.
std::uint64_t linksOf(const Packed& weights, std::size_t row, std::size_t word) {
    if (weights.mask.rows() != 0) return weights.mask.row(row)[word];
    const std::size_t left = weights.cols - word * 64;
    return left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
}

void addOrSubtract(float* sum, const float* x, bool plus) {
    if (plus)
        for (std::size_t s = 0; s < lanes; ++s) sum[s] += x[s];
    else
        for (std::size_t s = 0; s < lanes; ++s) sum[s] -= x[s];
}

/// Some samples, turned so that one column is `lanes` values in a row.
void multiplyBlock(const Packed& weights, ConstMatrixView in, MatrixView out, std::size_t begin, std::size_t end) {
    std::vector<float> turned(weights.cols * lanes);
    for (std::size_t s = begin; s < end; ++s)
        for (std::size_t c = 0; c < weights.cols; ++c) turned[c * lanes + (s - begin)] = in.row(s)[c];
    const std::size_t words = (weights.cols + 63) / 64;
    for (std::size_t r = 0; r < weights.rows; ++r) {
        float total[lanes] = {};
        const auto addPlane = [&](float scale, const auto& isPlus) {
            float sum[lanes] = {};
            for (std::size_t w = 0; w < words; ++w)
                for (std::uint64_t rest = linksOf(weights, r, w); rest != 0; rest &= rest - 1) {
                    const std::size_t c = w * 64 + static_cast<std::size_t>(std::countr_zero(rest));
                    addOrSubtract(sum, turned.data() + c * lanes, isPlus(c));
                }
            for (std::size_t s = 0; s < lanes; ++s) total[s] += scale * sum[s];
        };
        for (std::size_t p = 0; p < weights.planes.size(); ++p)
            addPlane(weights.scale(p, r), [&](std::size_t c) { return weights.planes[p].get(r, c); });
        if (!weights.offsets.empty()) addPlane(weights.offset(r), [](std::size_t) { return true; });
        for (std::size_t s = begin; s < end; ++s) out.row(s)[r] = total[s - begin];
    }
}

} // namespace

void multiplyPacked(const Packed& weights, ConstMatrixView in, MatrixView out) {
    assert(in.cols == weights.cols && out.cols == weights.rows && weights.blockCols == 0);
    if (weights.planes.empty()) {
        const ConstMatrixView values{weights.values.data(), weights.rows, weights.cols, weights.cols};
        return floatProduct(in, Transpose::No, values, Transpose::Yes, out);
    }
    parallelBlocks(in.rows, lanes, [&](std::size_t begin, std::size_t end) { multiplyBlock(weights, in, out, begin, end); });
}

} // namespace orthant
