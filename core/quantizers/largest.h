// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace orthant {

/// Which magnitudes are the `count` largest of all: those above the threshold, and `equal` of those at it.
struct LargestMagnitudes {
    float threshold = 0;
    std::size_t equal = 0;
};

/// Exact, for count up to the number of values; count 0 gives none at a threshold of 0.
/// By exponent and two bits of the mantissa first, whose order is that of magnitudes: a few values are left to be ordered.
inline LargestMagnitudes largestMagnitudes(std::span<const float> values, std::size_t count) {
    assert(count <= values.size());
    if (count == 0) return {};
    constexpr int shift = 21;
    constexpr std::uint32_t noSign = 0x7FFFFFFFU;
    std::array<std::uint32_t, (noSign >> shift) + 1> sizes{};
    for (const float value : values) ++sizes[(std::bit_cast<std::uint32_t>(value) & noSign) >> shift];
    std::size_t bucket = sizes.size() - 1, left = count; // `left` of the bucket are among the largest
    for (; left > sizes[bucket]; --bucket) left -= sizes[bucket];

    std::vector<std::uint32_t> inside(sizes[bucket] + 1); // and one for what is written in vain
    std::size_t found = 0;
    for (const float value : values) {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(value) & noSign;
        inside[found] = bits;
        found += bits >> shift == bucket;
    }
    inside.pop_back();
    const auto least = inside.begin() + static_cast<std::ptrdiff_t>(left - 1);
    std::ranges::nth_element(inside, least, std::greater<>());
    const std::uint32_t threshold = *least;
    const auto above = std::ranges::count_if(inside, [&](std::uint32_t bits) { return bits > threshold; });
    return {std::bit_cast<float>(threshold), left - static_cast<std::size_t>(above)};
}

} // namespace orthant
