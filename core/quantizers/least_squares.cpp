// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/least_squares.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace orthant {

TwoGroups twoGroups(std::span<const float> values) {
    std::vector<float> sorted(values.begin(), values.end());
    std::ranges::sort(sorted, std::greater<>());
    const std::size_t n = sorted.size();
    double total = 0;
    for (const float x : sorted) total += static_cast<double>(x);
    TwoGroups best;
    if (n == 0) return best;
    best = {total / static_cast<double>(n), total / static_cast<double>(n), sorted.back(), n};
    double gain = total * total / static_cast<double>(n), top = 0;
    for (std::size_t k = 1; k < n; ++k) {
        top += static_cast<double>(sorted[k - 1]);
        if (sorted[k - 1] == sorted[k]) continue;
        const double rest = total - top, above = static_cast<double>(k), below = static_cast<double>(n - k);
        const double here = top * top / above + rest * rest / below;
        if (here <= gain) continue;
        gain = here;
        best = {rest / below, top / above, sorted[k - 1], k};
    }
    return best;
}

TernaryLevels ternaryLevels(std::span<const float> values) {
    std::vector<float> sorted;
    for (const float x : values) sorted.push_back(std::abs(x));
    std::ranges::sort(sorted, std::greater<>());
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
