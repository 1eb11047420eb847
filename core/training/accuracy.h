// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace orthant {

/// The class with the largest score, the first of equals.
inline std::size_t decided(std::span<const float> scores) {
    return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

/// The fraction of samples whose largest score is that of their label; 0 of none.
inline double accuracyOf(const Tensor& scores, std::span<const std::uint16_t> labels) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) right += decided(scores.row(i)) == labels[i];
    return labels.empty() ? 0 : static_cast<double>(right) / static_cast<double>(labels.size());
}

} // namespace orthant
