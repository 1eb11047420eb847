// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/matrices.h"
#include "core/unrolled/operators/catalogue.h"

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    const std::size_t blocks = params.size("blocks"), length = params.size("length");
    checkSides(blocks * length, blocks * length, context.where + "/blocks");
    const Tensor atoms = dctMatrix(length);
    Tensor synthesis({length, length});
    for (std::size_t k = 0; k < length; ++k)
        for (std::size_t i = 0; i < length; ++i)
            synthesis[i * length + k] = atoms[k * length + i];
    return {std::to_string(blocks) + " blocks of cosines, " + std::to_string(length) + " each",
            blockDiagonal(blocks, synthesis)};
}

} // namespace

OperatorEntry operator_entries::block_dct() {
    return {{"block_dct",
             "Blocks of cosines",
             "The signal in segments, each a sum of cosines; the unknowns are their weights (inverse DCT, orthonormal)",
             "derived here",
             "derived",
             {integerParam("blocks", "Segments B", 8, "Segments of the signal, one block each.")
                  .range(1, static_cast<double>(largestSide)),
              integerParam("length", "Length", 64, "Values of a segment.")
                  .in("samples")
                  .range(1, static_cast<double>(largestSide))}},
            make};
}

} // namespace orthant
