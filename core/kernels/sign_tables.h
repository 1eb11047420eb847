// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace orthant::kernels {

/// A piece of a float x sign product: some rows of op(A) against all panels of S.
struct SignTile {
    const float* a = nullptr;    ///< element (row 0, depth 0) of op(A)
    std::size_t rowStride = 0;   ///< floats from row to row of op(A)
    std::size_t depthStride = 0; ///< floats from k to k + 1
    const std::size_t* places = nullptr; ///< where the values lie in place of that: k is this many floats behind the row's start
    std::size_t rows = 0;
    std::size_t depth = 0;            ///< k
    const std::uint32_t* s = nullptr; ///< first panel: [panel][ceil(k / 32)][64], one word of 32 signs for each column
    std::size_t cols = 0;
    float* c = nullptr;
    std::size_t cStride = 0;
    bool accumulate = false;
};

/// c = op(A) S, or c += . For each output the terms of four consecutive k are added as (t0 + t1) + (t2 + t3), and these
/// sums one after another from k = 0 on: the same on every target, to the last bit.
/// Where k is not a multiple of 4, the missing values of A count as 0.
void signTile(const SignTile& tile);

} // namespace orthant::kernels
