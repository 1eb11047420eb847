// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"
#include "core/quantizers/row_loops.h"

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
        const float *row = x.row(r), threshold = thresholds[r];
        packRow(x.cols, packed.mask.row(r), [=](std::size_t c) { return std::abs(row[c]) >= threshold ? 1.0F : -1.0F; });
    });
    return packed;
}

} // namespace orthant
