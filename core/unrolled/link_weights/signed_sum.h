// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace orthant {

/// Sum of g_i sign(x_i). Eight sums side by side, so that the loop becomes vectors, then added in their order.
inline double signedSum(std::span<const float> g, std::span<const float> x) {
    float lanes[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= g.size(); i += 8)
        for (std::size_t j = 0; j < 8; ++j) lanes[j] += x[i + j] >= 0 ? g[i + j] : -g[i + j];
    double sum = 0;
    for (const float lane : lanes) sum += static_cast<double>(lane);
    for (; i < g.size(); ++i) sum += static_cast<double>(x[i] >= 0 ? g[i] : -g[i]);
    return sum;
}

} // namespace orthant
