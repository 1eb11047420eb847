// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/unrolled/operators/random_params.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace orthant {

/// `count` of the rows 0 .. n - 1 picked at random, in rising order.
/// @errors  Error at `where` for more rows than there are
inline std::vector<std::uint32_t> pickedRows(std::uint64_t seed, std::size_t count, std::size_t n,
                                             const std::string& where) {
    if (count > n)
        throw Error("found " + std::to_string(count) + " measurements, expected at most " + std::to_string(n) +
                        ", the rows of the transform",
                    where + "/measurements");
    std::vector<std::uint32_t> rows(n);
    shuffle(Rng(seed, operatorStream), rows);
    rows.resize(count);
    std::ranges::sort(rows);
    return rows;
}

} // namespace orthant
