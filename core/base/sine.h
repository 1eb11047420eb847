// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numbers>

namespace orthant {

/// sin(x), rounded to float at the end of a reduction in double. By our own polynomial: a loop over it becomes vectors, and
/// its bits are the same with every C library. Within 2e-7 for |x| up to 2^20; beyond, in [-1.01, 1.01].
[[gnu::always_inline]] inline float sine(double x) {
    // 1. x = k pi + r, r in [-pi/2, pi/2]. Adding 1.5 * 2^52 rounds, and the last bit of the sum is that of k.
    constexpr double roundToInteger = 6755399441055744.0;
    const double shifted = x * std::numbers::inv_pi + roundToInteger, k = shifted - roundToInteger;
    constexpr float quarter = std::numbers::pi_v<float> / 2;
    const float y = std::clamp(static_cast<float>(x - k * std::numbers::pi), -quarter, quarter);
    // 2. sin(x) = sin(r) for even k, -sin(r) for odd k.
    const std::uint32_t sign = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(shifted)) << 31;
    // 3. Taylor's sum to y^11: its rest is below 6e-8.
    const float square = y * y;
    float sum = -1.0F / 39916800;
    sum = sum * square + 1.0F / 362880;
    sum = sum * square - 1.0F / 5040;
    sum = sum * square + 1.0F / 120;
    sum = sum * square - 1.0F / 6;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(y + y * (square * sum)) ^ sign);
}
[[gnu::always_inline]] inline float cosine(double x) { return sine(x + std::numbers::pi / 2); }

} // namespace orthant
