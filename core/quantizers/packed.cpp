// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/packed.h"

#include "core/kernels/bits.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

/// One row; planes are added in their order, the offset last: this order of roundings is the definition.
void dequantizeRow(const Packed& packed, std::size_t r, float* out) {
    const std::size_t cols = packed.cols, width = packed.blockCols == 0 ? cols : packed.blockCols;
    std::vector<float> signs(packed.planes.size() > 1 || packed.mask.rows() != 0 ? cols : 0);
    for (std::size_t p = 0; p < packed.planes.size(); ++p) {
        float* plane = p == 0 ? out : signs.data();
        kernels::unpackSigns(packed.planes[p].row(r).data(), cols, plane);
        if (!packed.scales[p].empty())
            for (std::size_t block = 0, begin = 0; begin < cols; ++block, begin += width) {
                const float s = packed.scale(p, r, block);
                for (std::size_t c = begin; c < std::min(cols, begin + width); ++c) plane[c] *= s;
            }
        if (p != 0)
            for (std::size_t c = 0; c < cols; ++c) out[c] += signs[c];
    }
    if (!packed.offsets.empty()) {
        const float offset = packed.offset(r);
        for (std::size_t c = 0; c < cols; ++c) out[c] += offset;
    }
    if (packed.mask.rows() != 0) {
        kernels::unpackSigns(packed.mask.row(r).data(), cols, signs.data());
        for (std::size_t c = 0; c < cols; ++c) out[c] = signs[c] > 0 ? out[c] : 0.0F;
    }
}

} // namespace

Tensor Packed::dequantize() const {
    Tensor result({rows, cols});
    dequantize(result.matrix());
    return result;
}

void Packed::dequantize(MatrixView out) const {
    assert(out.rows == rows && out.cols == cols);
    assert(!planes.empty() || values.size() == rows * cols);
    forEachRow(out, [&](std::size_t r) {
        if (planes.empty()) std::copy_n(values.data() + r * cols, cols, out.row(r));
        else dequantizeRow(*this, r, out.row(r));
    });
}

double Packed::bits() const {
    const auto count = static_cast<double>(rows * cols);
    double total = 32.0 * static_cast<double>(values.size() + offsets.size()) + count * static_cast<double>(planes.size());
    for (const std::vector<float>& s : scales) total += 32.0 * static_cast<double>(s.size());
    return mask.rows() == 0 ? total : total + count;
}

} // namespace orthant
