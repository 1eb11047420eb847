// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace orthant::kernels {

static_assert(std::endian::native == std::endian::little, "64-bit words are read as pairs of 32-bit words");

/// A 32-bit half of a 64-bit word of a BitMatrix.
typedef std::uint32_t HalfWord __attribute__((__may_alias__));

/// Output columns of one panel of the right-hand side.
inline constexpr std::size_t panelColumns = 64;

/// A piece of an XNOR product: some rows of A against some whole panels of B.
struct XnorTile {
    const HalfWord* a = nullptr; ///< first row
    std::size_t aStride = 0;     ///< half words from row to row
    const std::size_t* places = nullptr; ///< where word w of a row lies, from its start; null: at w
    std::size_t rows = 0;
    const std::uint32_t* b = nullptr;     ///< first panel: [panel][word][64]
    const std::uint32_t* mask = nullptr;  ///< same order as b, or null
    const std::int32_t* counts = nullptr; ///< length of the dot product of each column, of all 64 columns of a panel
    std::size_t words = 0;                ///< 32-bit words along K
    std::int32_t* c = nullptr;            ///< first output
    float* floats = nullptr;              ///< the same where they are wanted as floats, in place of c
    std::size_t cStride = 0;
    std::size_t cols = 0; ///< outputs in a row; the last panel may be cut
};

/// c = counts - 2 popcount((a xor b) and mask).
void xnorTile(const XnorTile& tile);

} // namespace orthant::kernels
