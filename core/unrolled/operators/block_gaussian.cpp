// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/random_params.h"

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    const std::size_t m = params.size("measurements"), n = params.size("unknowns"), blocks = params.size("blocks");
    if (m % blocks != 0 || n % blocks != 0)
        throw Error("found " + std::to_string(blocks) + " blocks for a matrix of " + std::to_string(m) + " x " +
                        std::to_string(n) + ", expected a number that divides both",
                    context.where + "/blocks");
    LinearOperator op{{}, Tensor({m, n})};
    const std::size_t rows = m / blocks, cols = n / blocks;
    const Rng rng(context.seed, operatorStream);
    for (std::size_t b = 0; b < blocks; ++b)
        fillRandomMatrix(rng.split(b), params.text("entries"),
                         {op.matrix.data() + b * rows * n + b * cols, rows, cols, n});
    op.title = "block diagonal, " + std::to_string(blocks) + " blocks of " + std::to_string(rows) + " x " +
               std::to_string(cols);
    return op;
}

} // namespace

OperatorEntry operator_entries::block_gaussian() {
    return {{"block_gaussian",
             "Random blocks",
             "Independent sub-systems on the diagonal, each a random matrix with columns of unit norm",
             "derived here",
             "derived",
             {measurementsParam(48), unknownsParam(64),
              integerParam("blocks", "Blocks B", 4, "Sub-systems; all of one size, so that it divides both sides.")
                  .range(1, static_cast<double>(largestSide)),
              entriesParam()}},
            make};
}

} // namespace orthant
