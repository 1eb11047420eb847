// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"
#include "core/quantizers/rows.h"

#include <cstdint>

namespace orthant {

/// Equal steps from -1 to +1 as planes of signs: a level u in 0 .. 2^bits - 1 has the odd integer q = 2 u - (2^bits - 1) and the
/// value q / (2^bits - 1); plane i is bit i of u and has the scale 2^i / (2^bits - 1), since q = sum of 2^i (2 bit_i - 1).
/// @param level  callable (row, column) -> u
template <class Level>
Packed packLevels(ConstMatrixView x, std::size_t bits, const Level& level) {
    Packed packed = packedLike(x);
    const auto steps = static_cast<float>((1U << bits) - 1);
    for (std::size_t i = 0; i < bits; ++i) {
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.push_back({static_cast<float>(1U << i) / steps});
    }
    forEachRow(x, [&](std::size_t r) {
        for (std::size_t c = 0; c < x.cols; ++c) {
            const std::uint32_t u = level(r, c);
            for (std::size_t i = 0; i < bits; ++i)
                if (u >> i & 1U) packed.planes[i].set(r, c, true);
        }
    });
    return packed;
}

} // namespace orthant
