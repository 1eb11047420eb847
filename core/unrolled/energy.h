// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>

namespace orthant {

/// Sum of squares of all values, in double and in order.
inline double squaredSum(ConstMatrixView x) {
    double sum = 0;
    for (std::size_t r = 0; r < x.rows; ++r)
        for (std::size_t c = 0; c < x.cols; ++c) {
            const auto v = static_cast<double>(x.row(r)[c]);
            sum += v * v;
        }
    return sum;
}

/// Sum of squared differences.
inline double squaredDistance(ConstMatrixView a, ConstMatrixView b) {
    double sum = 0;
    for (std::size_t r = 0; r < a.rows; ++r)
        for (std::size_t c = 0; c < a.cols; ++c) {
            const double v = static_cast<double>(a.row(r)[c]) - static_cast<double>(b.row(r)[c]);
            sum += v * v;
        }
    return sum;
}

} // namespace orthant
