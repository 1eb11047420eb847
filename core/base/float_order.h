// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstdlib>

namespace orthant {

/// Floats in their order as whole numbers: neighbours differ by 1, and -0.0 and 0.0 share 0.
inline float floatAt(std::int64_t position) {
    const auto magnitude = std::bit_cast<float>(static_cast<std::uint32_t>(std::abs(position)));
    return position < 0 ? -magnitude : magnitude;
}

/// The position of a positive float.
inline std::int64_t positionOf(float positive) { return std::bit_cast<std::uint32_t>(positive); }

} // namespace orthant
