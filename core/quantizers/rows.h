// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/quantizers/packed.h"
#include "core/tensor/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace orthant {

/// Rows of a block of about 64 Ki values: small enough to share, large enough to be worth a task.
inline std::size_t rowGrain(std::size_t cols) { return std::max<std::size_t>(1, (std::size_t{1} << 16) / (cols + 1)); }

/// What is to hold the packed form of x: its shape, nothing else yet.
inline Packed packedLike(ConstMatrixView x) {
    Packed packed;
    packed.rows = x.rows;
    packed.cols = x.cols;
    return packed;
}

/// The signs of x as one plane.
/// @param scale  one for each row; empty: none
inline Packed packSigns(ConstMatrixView x, std::vector<float> scale = {}) {
    Packed packed = packedLike(x);
    packed.planes.push_back(BitMatrix::fromSigns(x));
    packed.scales.push_back(std::move(scale));
    return packed;
}

/// body(r) for each row, in parallel.
template <class Body>
void forEachRow(ConstMatrixView x, const Body& body) {
    parallelBlocks(x.rows, rowGrain(x.cols), [&](std::size_t begin, std::size_t end) {
        for (std::size_t r = begin; r < end; ++r) body(r);
    });
}

/// Mean of f over n values, 0 for none. The sum is in double and in order.
template <class Function>
double meanOf(const float* x, std::size_t n, const Function& f) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += f(static_cast<double>(x[i]));
    return n == 0 ? 0 : sum / static_cast<double>(n);
}

inline double meanMagnitude(const float* x, std::size_t n) {
    return meanOf(x, n, [](double v) { return std::abs(v); });
}

/// The sign with sign(0) = +1.
template <class T>
T signOf(T x) {
    return x >= 0 ? T{1} : T{-1};
}

} // namespace orthant
