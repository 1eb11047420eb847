// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/bits.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Loops over rows in a shape that becomes vectors, when what they are given is branchless and captures by value.
namespace orthant {

/// Bit c of the words is 1 where value(c) >= 0.
/// @shape  words: ceil(n / 64); padding bits become 0
template <class Value>
void packRow(std::size_t n, std::span<std::uint64_t> words, const Value& value) {
    constexpr std::size_t chunk = 512;
    float values[chunk];
    for (std::size_t begin = 0; begin < n; begin += chunk) {
        const std::size_t size = std::min(chunk, n - begin);
        for (std::size_t i = 0; i < size; ++i) values[i] = value(begin + i);
        kernels::packSigns(values, size, words.data() + begin / 64);
    }
}

/// dx = map(x, dq), value by value; dx may be dq.
template <class Map>
void mapEach(ConstMatrixView x, ConstMatrixView dq, MatrixView dx, const Map& map) {
    forEachRow(x, [&, map](std::size_t r) {
        mapGradient(dq.row(r), dx.row(r), x.cols, [in = x.row(r), map](std::size_t c, float up) { return map(in[c], up); });
    });
}

/// dx = dq where |x| <= 1, else 0; dx may be dq.
inline void passInside(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) {
    mapEach(x, dq, dx, [](float in, float up) { return std::abs(in) <= 1 ? up : 0.0F; });
}

/// 0 of none.
inline float largestMagnitude(const float* x, std::size_t n) {
    std::int32_t largest = 0; // of floats without signs the order is that of whole numbers
    for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, std::bit_cast<std::int32_t>(std::abs(x[i])));
    return std::bit_cast<float>(largest);
}
inline float largestMagnitude(ConstMatrixView x) {
    std::vector<float> largest(x.rows);
    forEachRow(x, [&](std::size_t r) { largest[r] = largestMagnitude(x.row(r), x.cols); });
    return largestMagnitude(largest.data(), largest.size());
}

} // namespace orthant
