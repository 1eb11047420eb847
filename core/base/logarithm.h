// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace orthant {

/// ln x for normal x > 0. In float by our own series: a loop over it becomes vectors, and its bits are the same with every C
/// library. Within 2e-7 of the value, relative to the larger of it and 1.
inline double logarithm(double x) { return std::log(x); }
[[gnu::always_inline]] inline float logarithm(float x) {
    // x = 2^k m, m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh(s), s = (m - 1) / (m + 1), |s| < 0.172.
    const auto bits = std::bit_cast<std::int32_t>(x);
    const std::int32_t k = (bits - std::bit_cast<std::int32_t>(std::numbers::sqrt2_v<float> / 2)) >> 23;
    const auto m = std::bit_cast<float>(bits - k * (1 << 23));
    const float s = (m - 1) / (m + 1), square = s * s;
    float sum = 2.0F / 9; // the next term is below 1e-9
    sum = sum * square + 2.0F / 7;
    sum = sum * square + 2.0F / 5;
    sum = sum * square + 2.0F / 3;
    return static_cast<float>(k) * std::numbers::ln2_v<float> + (2 * s + s * (square * sum));
}

} // namespace orthant
