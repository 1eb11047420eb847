// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <numbers>

namespace orthant {

/// sin(x), rounded to float at the end of a reduction in double. By our own polynomial: a loop over it becomes vectors, and
/// its bits are the same with every C library. Within 2e-7 for |x| up to 2^20; beyond, in [-1.01, 1.01].
[[gnu::always_inline]] inline float sine(double x) {
    // 1. x = 2 k pi + r, r in [-pi, pi]. Adding 1.5 * 2^52 rounds.
    constexpr double roundToInteger = 6755399441055744.0, pi = std::numbers::pi;
    const double k = x * (std::numbers::inv_pi / 2) + roundToInteger - roundToInteger;
    const double r = std::clamp(x - k * (2 * pi), -pi, pi);
    // 2. sin(r) = sin(pi - r) = sin(-pi - r): to [-pi/2, pi/2].
    const auto y = static_cast<float>(r > pi / 2 ? pi - r : r < -pi / 2 ? -pi - r : r);
    // 3. Taylor's sum to y^11: its rest is below 6e-8.
    const float square = y * y;
    float sum = -1.0F / 39916800;
    sum = sum * square + 1.0F / 362880;
    sum = sum * square - 1.0F / 5040;
    sum = sum * square + 1.0F / 120;
    sum = sum * square - 1.0F / 6;
    return y + y * (square * sum);
}
[[gnu::always_inline]] inline float cosine(double x) { return sine(x + std::numbers::pi / 2); }

} // namespace orthant
