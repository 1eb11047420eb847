// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/least_squares.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace orthant {

namespace {

/// Largest first, by the four bytes of keys in which the order of floats is that of whole numbers: several times faster than
/// comparing, for the rows of a layer.
std::vector<float> sortedDescending(std::span<const float> values) {
    constexpr std::uint32_t top = 0x80000000U;
    std::vector<std::uint32_t> keys(values.size()), next(values.size());
    std::array<std::array<std::uint32_t, 256>, 4> starts{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        keys[i] = bits & top ? bits : ~(bits | top); // rising keys are falling floats
        for (std::size_t byte = 0; byte < 4; ++byte) ++starts[byte][keys[i] >> (8 * byte) & 255U];
    }
    for (std::size_t byte = 0; byte < 4; ++byte) {
        std::uint32_t before = 0;
        for (std::uint32_t& start : starts[byte]) {
            const std::uint32_t count = start;
            start = before;
            before += count;
        }
        for (const std::uint32_t key : keys) next[starts[byte][key >> (8 * byte) & 255U]++] = key;
        keys.swap(next);
    }
    std::vector<float> sorted(values.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        sorted[i] = std::bit_cast<float>(keys[i] & top ? keys[i] : ~keys[i] & ~top);
    return sorted;
}

} // namespace

/// With d = (sum of the top k) - k mean, the gain of a split over one level is n d^2 / (k (n - k)).
TwoGroups twoGroups(std::span<const float> values) {
    const std::vector<float> sorted = sortedDescending(values);
    const std::size_t n = sorted.size();
    double total = 0;
    for (const float x : sorted) total += static_cast<double>(x);
    TwoGroups best;
    if (n == 0) return best;
    const double mean = total / static_cast<double>(n);
    best = {mean, mean, sorted.back(), n};
    double gain = 0, top = 0;
    for (std::size_t k = 1; k < n; ++k) {
        top += static_cast<double>(sorted[k - 1]);
        if (sorted[k - 1] == sorted[k]) continue;
        const double above = static_cast<double>(k), below = static_cast<double>(n - k), d = top - above * mean;
        const double here = d * d / (above * below);
        if (here <= gain) continue;
        gain = here;
        best = {(total - top) / below, top / above, sorted[k - 1], k};
    }
    return best;
}

TernaryLevels ternaryLevels(std::span<const float> values) {
    std::vector<float> sorted(values.begin(), values.end());
    for (float& x : sorted) x = std::abs(x);
    sorted = sortedDescending(sorted);
    TernaryLevels best;
    double gain = -1, top = 0;
    for (std::size_t k = 1; k <= sorted.size(); ++k) {
        top += static_cast<double>(sorted[k - 1]);
        if (k < sorted.size() && sorted[k - 1] == sorted[k]) continue;
        const double here = top * top / static_cast<double>(k);
        if (here <= gain) continue;
        gain = here;
        best = {top / static_cast<double>(k), sorted[k - 1]};
    }
    return best;
}

} // namespace orthant
