// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"

namespace orthant {

namespace {

/// x+ = S_{lambda/L}( x + A^T (y - A x) / L ).
void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    IstaStep step(problem, y, params.real("lambda"));
    Tensor x({y.rows, problem.op.unknowns()});
    visit(0, x.matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        step.apply(x.matrix());
        visit(k, x.matrix());
    }
}

} // namespace

SolverEntry solver_entries::ista() {
    return {{"ista",
             "ISTA",
             "A gradient step and a soft threshold: the solver that LISTA unrolls",
             "Daubechies, Defrise, De Mol 2004; Beck and Teboulle 2009, SIAM J. Imaging Sciences 2(1)",
             "paper",
             {lambdaParam(0.1)}},
            "lambda",
            run};
}

} // namespace orthant
