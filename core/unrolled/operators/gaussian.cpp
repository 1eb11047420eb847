// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/catalogue.h"
#include "core/unrolled/operators/random_params.h"

namespace orthant {

namespace {

LinearOperator make(const Params& params, const OperatorContext& context) {
    LinearOperator op;
    op.matrix.resize({params.size("measurements"), params.size("unknowns")});
    fillRandomMatrix(Rng(context.seed, operatorStream), params.text("entries"), op.matrix.matrix());
    op.title = (params.text("entries") == "signs" ? "random signs, " : "Gaussian, ") + toText(op.matrix.shape());
    return op;
}

} // namespace

OperatorEntry operator_entries::gaussian() {
    return {{"gaussian",
             "Gaussian",
             "A dense random matrix with columns of unit norm: no structure, every link is needed",
             "Chen et al. 2018, LISTA-CP, arXiv:1808.10038: the benchmark of sparse recovery",
             "code",
             {measurementsParam(250), unknownsParam(500), entriesParam()}},
            make};
}

} // namespace orthant
