// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace orthant {

/// exp(-x) for x >= 0. In float by our own polynomial: a loop over it becomes vectors, several times faster than one over
/// std::exp, and its bits are the same with every C library. Within 2e-7 of the value up to x = 87,
/// 0 beyond.
inline double decay(double x) { return std::exp(-x); }
[[gnu::always_inline]] inline float decay(float x) {
    // 1. exp(-x) = 2^-k exp(r), k = round(x / ln 2), r = k ln 2 - x in [-0.35, 0.35]. Adding 1.5 * 2^23 rounds: the last bits
    //    of the sum are k.
    constexpr float roundToInteger = 12582912.0F;
    // Comparisons are of whole numbers, which stand in the same order: of floats they would be branches.
    const auto bits = std::bit_cast<std::int32_t>(std::abs(x)); // no -0
    constexpr auto limit = std::bit_cast<std::int32_t>(87.0F);
    const auto bounded = std::bit_cast<float>(std::min(bits, limit));
    const float shifted = bounded * 1.44269504F + roundToInteger;
    const float k = shifted - roundToInteger;
    // 2. ln 2 in two parts, so that k times the first one is exact.
    const float r = (k * 0.693359375F - bounded) - k * 2.12194440e-4F;
    // 3. Taylor's sum to r^7: its rest is below 1e-8.
    float sum = 1.0F / 5040;
    sum = sum * r + 1.0F / 720;
    sum = sum * r + 1.0F / 120;
    sum = sum * r + 1.0F / 24;
    sum = sum * r + 1.0F / 6;
    sum = sum * r + 0.5F;
    sum = sum * r + 1.0F;
    sum = sum * r + 1.0F;
    // 4. 2^-k by its exponent.
    const std::uint32_t exponent = 127U + std::bit_cast<std::uint32_t>(roundToInteger) - std::bit_cast<std::uint32_t>(shifted);
    const auto value = std::bit_cast<std::uint32_t>(sum * std::bit_cast<float>(exponent << 23));
    return std::bit_cast<float>(value & static_cast<std::uint32_t>((bits - limit) >> 31)); // all ones below the limit
}

} // namespace orthant
