// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"
#include "core/quantizers/row_loops.h"

#include <cstdint>
#include <vector>

namespace orthant {

/// Equal steps from -1 to +1 as planes of signs: a level u in 0 .. 2^bits - 1 has the odd integer q = 2 u - (2^bits - 1) and the
/// value q / (2^bits - 1); plane i is bit i of u and has the scale 2^i / (2^bits - 1), since q = sum of 2^i (2 bit_i - 1).
/// @param level  callable value -> u
template <class Level>
Packed packLevels(ConstMatrixView x, std::size_t bits, const Level& level) {
    Packed packed = packedLike(x);
    const auto steps = static_cast<float>((1U << bits) - 1);
    for (std::size_t i = 0; i < bits; ++i) {
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.push_back({static_cast<float>(1U << i) / steps});
    }
    forEachRow(x, [&, level](std::size_t r) {
        const float* row = x.row(r);
        std::vector<std::int32_t> levels(x.cols);
        for (std::size_t c = 0; c < x.cols; ++c) levels[c] = level(row[c]);
        for (std::size_t i = 0; i < bits; ++i)
            packRow(x.cols, packed.planes[i].row(r), [i, u = levels.data()](std::size_t c) {
                return static_cast<float>(2 * (u[c] >> i & 1) - 1);
            });
    });
    return packed;
}

} // namespace orthant
