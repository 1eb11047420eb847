// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/packed.h"

#include "core/quantizers/rows.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

bool bitAt(std::span<const std::uint64_t> words, std::size_t c) { return words[c / 64] >> (c % 64) & 1U; }

/// One row; planes are added in their order, the offset last: this order of roundings is the definition.
void dequantizeRow(const Packed& packed, std::size_t r, float* out) {
    const std::size_t width = packed.blockCols == 0 ? packed.cols : packed.blockCols;
    for (std::size_t p = 0; p < packed.planes.size(); ++p) {
        const std::span<const std::uint64_t> words = packed.planes[p].row(r);
        for (std::size_t block = 0, begin = 0; begin < packed.cols; ++block, begin += width) {
            const float s = packed.scale(p, r, block);
            const std::size_t end = std::min(packed.cols, begin + width);
            if (p == 0)
                for (std::size_t c = begin; c < end; ++c) out[c] = bitAt(words, c) ? s : -s;
            else
                for (std::size_t c = begin; c < end; ++c) out[c] += bitAt(words, c) ? s : -s;
        }
    }
    if (!packed.offsets.empty())
        for (std::size_t c = 0; c < packed.cols; ++c) out[c] += packed.offset(r);
    if (packed.mask.rows() != 0)
        for (std::size_t c = 0; c < packed.cols; ++c)
            if (!bitAt(packed.mask.row(r), c)) out[c] = 0.0F;
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
