// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/spread.h"

#include <cmath>
#include <numeric>

namespace orthant {

std::optional<Spread> spreadOf(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    const auto count = static_cast<double>(values.size());
    Spread result{std::accumulate(values.begin(), values.end(), 0.0) / count, std::nullopt, values.size()};
    if (values.size() < 2) return result;
    double squares = 0;
    for (const double value : values) squares += (value - result.mean) * (value - result.mean);
    result.spread = std::sqrt(squares / (count - 1));
    return result;
}

} // namespace orthant
