// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"
#include "core/quantizers/rows.h"

#include <cassert>
#include <cmath>
#include <vector>

namespace orthant {

/// Signs where |x| >= the threshold of the row, 0 elsewhere; without scales.
/// @shape  thresholds: one for each row
inline Packed packTernary(ConstMatrixView x, const std::vector<float>& thresholds) {
    assert(thresholds.size() == x.rows);
    Packed packed = packSigns(x);
    packed.mask.resize(x.rows, x.cols);
    forEachRow(x, [&](std::size_t r) {
        for (std::size_t c = 0; c < x.cols; ++c)
            if (std::abs(x.row(r)[c]) >= thresholds[r]) packed.mask.set(r, c, true);
    });
    return packed;
}

} // namespace orthant
