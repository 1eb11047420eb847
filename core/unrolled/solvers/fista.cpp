// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"

#include <cmath>

namespace orthant {

namespace {

/// ISTA at z, then t+ = (1 + sqrt(1 + 4 t^2)) / 2 and z = x+ + (t - 1)/t+ (x+ - x).
void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    IstaStep step(problem, y, params.real("lambda"));
    Tensor x({y.rows, problem.op.unknowns()}), z = x, before = x;
    double t = 1;
    visit(0, x.matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        before = x;
        x = z;
        step.apply(x.matrix());
        const double next = (1 + std::sqrt(1 + 4 * t * t)) / 2;
        const auto momentum = static_cast<float>((t - 1) / next);
        for (std::size_t i = 0; i < x.size(); ++i)
            z[i] = x[i] + momentum * (x[i] - before[i]);
        t = next;
        visit(k, x.matrix());
    }
}

} // namespace

SolverEntry solver_entries::fista() {
    return {{"fista",
             "FISTA",
             "ISTA with momentum: the error falls with the square of the iterations",
             "Beck and Teboulle 2009, SIAM J. Imaging Sciences 2(1)",
             "paper",
             {lambdaParam(0.1)}},
            "lambda",
            run};
}

} // namespace orthant
