// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/partial_rows.h"

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    const std::size_t n = params.size("unknowns");
    const std::vector<std::uint32_t> rows = pickedRows(context.seed, params.size("measurements"), n, context.where);
    const Tensor all = dctMatrix(n);
    LinearOperator op{"rows of a DCT, " + std::to_string(rows.size()) + " of " + std::to_string(n),
                      Tensor({rows.size(), n})};
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::ranges::copy(all.row(rows[i]), op.matrix.row(i).begin());
    return op;
}

} // namespace

OperatorEntry operator_entries::partial_dct() {
    return {{"partial_dct",
             "Part of a DCT",
             "Frequencies picked at random: rows of the orthonormal DCT-II",
             "Ahmed, Natarajan, Rao 1974, Discrete cosine transform; rows at random: derived here",
             "derived",
             {measurementsParam(64), unknownsParam(128)}},
            make};
}

} // namespace orthant
