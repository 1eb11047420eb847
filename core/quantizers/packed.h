// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/tensor/tensor.h"

#include <vector>

namespace orthant {

/// Weights as they are shipped. Value of one weight: sum over planes p of scale_p * (+-1), plus the offset, or 0 where the
/// mask is 0, or the float value when there are no planes. dequantize() equals the forward pass in training bit for bit.
/// @shape  rows x cols: output neurons x inputs
struct Packed {
    std::size_t rows = 0, cols = 0;
    std::vector<BitMatrix> planes;
    /// One vector for each plane: empty (scale 1), one value (whole tensor), `rows` values, or rows x blocks() values where
    /// blockCols is not 0.
    std::vector<std::vector<float>> scales;
    std::size_t blockCols = 0;  ///< so many neighbours in a row share a scale; 0: the whole row does
    std::vector<float> offsets; ///< empty (none), one value (whole tensor) or `rows` values
    BitMatrix mask;             ///< empty: no zeros
    std::vector<float> values;  ///< rows x cols; only when there are no planes

    /// One plane of signs, and at most one scale for each row: sums of signs may be scaled afterwards.
    bool binary() const { return planes.size() == 1 && offsets.empty() && blockCols == 0; }
    std::size_t blocks() const { return blockCols == 0 ? 1 : (cols + blockCols - 1) / blockCols; }
    float scale(std::size_t plane, std::size_t row, std::size_t block = 0) const {
        const std::vector<float>& s = scales[plane];
        return s.empty() ? 1.0F : s.size() == 1 ? s[0] : s[row * blocks() + block];
    }
    float offset(std::size_t row) const { return offsets.size() == 1 ? offsets[0] : offsets[row]; }

    Tensor dequantize() const;
    /// The same into a matrix of rows x cols.
    void dequantize(MatrixView out) const;
    /// Bits by formula: planes and mask one each for a weight, scales, offsets and float values 32 each.
    double bits() const;
};

} // namespace orthant
