// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/packed.h"

#include <algorithm>
#include <cassert>

namespace orthant {

Tensor Packed::dequantize() const {
    Tensor result({rows, cols});
    if (planes.empty()) {
        assert(values.size() == rows * cols);
        std::copy(values.begin(), values.end(), result.data());
        return result;
    }
    for (std::size_t p = 0; p < planes.size(); ++p)
        for (std::size_t r = 0; r < rows; ++r) {
            const float s = scale(p, r);
            const std::span<float> out = result.row(r);
            for (std::size_t c = 0; c < cols; ++c) {
                const float value = planes[p].get(r, c) ? s : -s;
                out[c] = p == 0 ? value : out[c] + value;
            }
        }
    if (mask.rows() != 0)
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < cols; ++c)
                if (!mask.get(r, c)) result.row(r)[c] = 0.0F;
    return result;
}

double Packed::bits() const {
    const auto count = static_cast<double>(rows * cols);
    double total = 32.0 * static_cast<double>(values.size()) + count * static_cast<double>(planes.size());
    for (const std::vector<float>& s : scales) total += 32.0 * static_cast<double>(s.size());
    return mask.rows() == 0 ? total : total + count;
}

} // namespace orthant
