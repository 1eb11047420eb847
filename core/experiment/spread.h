// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace orthant {

/// Mean and spread (sample standard deviation) over seeds.
struct Spread {
    double mean = 0;
    std::optional<double> spread; ///< of two values or more
    std::size_t count = 0;
};
std::optional<Spread> spreadOf(const std::vector<double>& values);

} // namespace orthant
