// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"

namespace orthant {

namespace {

/// x+ = x + step A^T (y - A x) / L.
void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const auto length = static_cast<float>(params.real("step") / lipschitz(problem));
    Residual residual(problem, y);
    Tensor x({y.rows, problem.op.unknowns()});
    visit(0, x.matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        residual.at(x.matrix());
        residual.step(x.matrix(), length);
        visit(k, x.matrix());
    }
}

} // namespace

SolverEntry solver_entries::gradient() {
    return {
        {"gradient",
         "Gradient",
         "Steps down the squared residual, without any prior: what is not measured stays zero",
         "Landweber 1951",
         "paper",
         {realParam("step", "Step", 1.0, "Length of a step, in units of 1 / L with L the largest eigenvalue of A^T A.")
              .range(0.01, 1.99)
              .log()}},
        "step",
        run};
}

} // namespace orthant
