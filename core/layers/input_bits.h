// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"

#include <cstddef>

namespace orthant {

/// How values from -1 to 1 become signs before the first product.
struct InputBits {
    enum class Code {
        Thermometer, ///< plane j is +1 where x >= -1 + (2 j + 1) / planes
        Planes,      ///< plane j is bit 7 - j of the byte p with x = (2 p - 255) / 256: the highest planes of a pixel
    };
    Code code = Code::Thermometer;
    std::size_t planes = 8;

    friend bool operator==(const InputBits&, const InputBits&) = default;
};

/// The planes of each value lie beside each other, so an image of c channels becomes one of c * planes.
/// @shape  x: n x values; bits becomes n x values * planes
void encode(ConstMatrixView x, const InputBits& code, BitMatrix& bits);

} // namespace orthant
