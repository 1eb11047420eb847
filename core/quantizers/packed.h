// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/tensor/tensor.h"

#include <vector>

namespace orthant {

/// Weights as they are shipped. Value of one weight: sum over planes p of scale_p * (+-1), or 0 where the mask is 0, or
/// the float value when there are no planes. dequantize() equals the forward pass in training bit for bit.
/// @shape  rows x cols: output neurons x inputs
struct Packed {
    std::size_t rows = 0, cols = 0;
    std::vector<BitMatrix> planes;
    /// One vector for each plane: empty (scale 1), one value (whole tensor) or `rows` values.
    std::vector<std::vector<float>> scales;
    BitMatrix mask;            ///< empty: no zeros
    std::vector<float> values; ///< rows x cols; only when there are no planes

    bool binary() const { return planes.size() == 1; }
    float scale(std::size_t plane, std::size_t row) const {
        const std::vector<float>& s = scales[plane];
        return s.empty() ? 1.0F : s.size() == 1 ? s[0] : s[row];
    }
    Tensor dequantize() const;
    /// Bits by formula: planes and mask one each, scales and float values 32 each.
    double bits() const;
};

} // namespace orthant
