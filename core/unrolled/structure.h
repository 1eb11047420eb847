// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/bit_matrix.h"
#include "core/unrolled/operator.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// Which links the physics allows: bit (i, j) is 1 where weight W_ij may differ from 0. Never changed in training.
/// @shape  n x m, that of the transposed operator
using Mask = BitMatrix;

/// The support of A^T (reach 0), or of (A^T A)^reach A^T. @source  derived here
Mask operatorMask(const LinearOperator& op, std::size_t reach = 0);
Mask denseMask(std::size_t rows, std::size_t cols);

/// The finest block-diagonal form: connected components of the bipartite graph of the mask. In the orders given here all
/// links lie in the blocks. Rows and columns without any link come last and belong to no block.
struct BlockForm {
    struct Block {
        std::size_t row = 0, rows = 0, col = 0, cols = 0; ///< place and size in the new orders
        std::size_t links = 0;
    };
    std::vector<std::uint32_t> rowOrder, colOrder; ///< new place -> old index
    std::vector<Block> blocks;
    bool inPlace = false; ///< the orders are 0, 1, 2, ...: the mask is block diagonal as it stands
};
BlockForm blockForm(const Mask& mask);

/// How a file states a mask, the shortest of those that are exact: every link; equal full blocks on the diagonal; a band,
/// low <= j - i <= high; a stencil on the pixels of a picture, the same neighbours for each pixel; one bit for each link.
/// @source  derived here
struct MaskCode {
    enum class Kind { Dense, Blocks, Band, Stencil, Bitmap };
    Kind kind = Kind::Dense;
    std::size_t blocks = 1;           ///< Blocks: how many
    std::ptrdiff_t low = 0, high = 0; ///< Band: diagonals
    std::size_t width = 0;            ///< Stencil: columns of the picture; n = m = its pixels
    std::size_t down = 0, across = 0; ///< Stencil: reach in rows and in columns
    bool wraps = false;               ///< Stencil: neighbours go around the edges
    std::vector<bool> neighbours;     ///< Stencil: (2 down + 1) x (2 across + 1)
    std::size_t bits = 0;             ///< of encodedMask()
    std::string text;                 ///< "block diagonal: 4 blocks of 16 x 12"
};
MaskCode codeOf(const Mask& mask);
/// The mask that a code stands for. @errors  Error for the kind Bitmap and for sizes that do not fit the code
Mask maskOf(const MaskCode& code, std::size_t rows, std::size_t cols);

/// The bytes that a file keeps of a mask: kind, sizes, and what the code has. 7 bytes for equal blocks.
std::vector<std::byte> encodedMask(const Mask& mask);
/// @errors  Error at `where` for bytes that are no mask
Mask decodedMask(std::span<const std::byte> bytes, const std::string& where);

} // namespace orthant
