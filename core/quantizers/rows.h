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

/// down[c] = map(c, up[c]) for c < n; down may be up.
template <class Map>
[[gnu::always_inline]] inline void mapGradient(const float* up, float* down, std::size_t n, const Map& map) {
    // In place by its own loop: of two equal pointers the compiler would fear that they overlap.
    if (down == up)
        for (std::size_t c = 0; c < n; ++c) down[c] = map(c, down[c]);
    else
        for (std::size_t c = 0; c < n; ++c) down[c] = map(c, up[c]);
}

/// Sum of term(i) for i < n, in double. Term i goes to the part i % 8, and the parts are added in pairs: eight sums in vectors,
/// and the same one on every machine.
template <class Term>
[[gnu::always_inline]] inline double sumOf(std::size_t n, const Term& term) {
    constexpr std::size_t parts = 8;
    double sum[parts] = {};
    std::size_t i = 0;
    for (; i + parts <= n; i += parts)
        for (std::size_t k = 0; k < parts; ++k) sum[k] += static_cast<double>(term(i + k));
    for (; i < n; ++i) sum[i % parts] += static_cast<double>(term(i));
    for (std::size_t half = parts / 2; half > 0; half /= 2)
        for (std::size_t k = 0; k < half; ++k) sum[k] += sum[k + half];
    return sum[0];
}

/// Mean of f over n values, 0 for none.
template <class Function>
double meanOf(const float* x, std::size_t n, const Function& f) {
    return n == 0 ? 0 : sumOf(n, [&](std::size_t i) { return f(static_cast<double>(x[i])); }) / static_cast<double>(n);
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
