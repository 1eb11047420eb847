// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/decay.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace orthant {

/// tanh x. In float like decay(float): a loop over it becomes vectors, and its bits are the same with every C library.
/// Within 3e-7 of the value, relative, also near 0.
inline double tanhOf(double x) { return std::tanh(x); }
[[gnu::always_inline]] inline float tanhOf(float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const float magnitude = std::abs(x), square = x * x;
    // Near 0, where 1 - e would lose its digits, five terms of Lambert's fraction x / (1 + x^2 / (3 + x^2 / (5 + ...))):
    // at the border 5/8 within 1e-9. Beyond it with e = exp(-2 |x|).
    const float e = decay(2 * magnitude);
    const float nearUpper = magnitude * ((square + 105) * square + 945), nearLower = (15 * square + 420) * square + 945;
    constexpr auto border = std::bit_cast<std::int32_t>(0.625F);
    const auto near = static_cast<std::uint32_t>((std::bit_cast<std::int32_t>(magnitude) - border) >> 31); // all ones: below it
    const auto either = [=](float below, float above) {
        return std::bit_cast<float>((std::bit_cast<std::uint32_t>(below) & near) | (std::bit_cast<std::uint32_t>(above) & ~near));
    };
    const float value = either(nearUpper, 1 - e) / either(nearLower, 1 + e);
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) | (bits & 0x80000000U));
}

} // namespace orthant
