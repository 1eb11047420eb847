// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"
#include "core/unrolled/matrices.h"

namespace orthant {

/// Streams of the seed that operators draw from.
inline constexpr std::uint64_t operatorStream = 0x6f706572;

inline ParamSpec measurementsParam(std::int64_t value) {
    return integerParam("measurements", "Measurements m", value, "Rows of the matrix: how many numbers are measured.")
        .range(1, static_cast<double>(largestSide));
}

inline ParamSpec unknownsParam(std::int64_t value) {
    return integerParam("unknowns", "Unknowns n", value, "Columns of the matrix: values of the signal.")
        .range(1, static_cast<double>(largestSide));
}

inline ParamSpec entriesParam() {
    return choiceParam(
        "entries", "Entries", "gaussian", {"gaussian", "signs"},
        "Normal values with columns scaled to unit norm, or +1 and -1 over the root of the column's length.");
}

} // namespace orthant
