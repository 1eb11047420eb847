// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/partial_rows.h"

#include <bit>
#include <cmath>

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    const std::size_t n = params.size("unknowns");
    if (!std::has_single_bit(n))
        throw Error("found " + std::to_string(n) + " unknowns, expected a power of two, as " +
                        std::to_string(std::bit_ceil(n)),
                    context.where + "/unknowns");
    const std::vector<std::uint32_t> rows = pickedRows(context.seed, params.size("measurements"), n, context.where);
    LinearOperator op{"rows of a Hadamard matrix, " + std::to_string(rows.size()) + " of " + std::to_string(n),
                      Tensor({rows.size(), n})};
    const float size = 1.0F / std::sqrt(static_cast<float>(n));
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < n; ++j)
            op.matrix[i * n + j] = std::popcount(rows[i] & j) % 2 == 0 ? size : -size;
    return op;
}

} // namespace

OperatorEntry operator_entries::partial_hadamard() {
    return {{"partial_hadamard",
             "Part of a Hadamard matrix",
             "Rows picked at random of Sylvester's orthonormal matrix of signs",
             "Sylvester 1867: entry (i, j) is (-1)^popcount(i and j); rows at random: derived here",
             "derived",
             {measurementsParam(64), unknownsParam(128)}},
            make};
}

} // namespace orthant
