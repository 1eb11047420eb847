// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/eigen.h"
#include "core/tensor/gemm.h"
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"

#include <algorithm>

namespace orthant {

namespace {

/// (A A^T + rho I)^-1, from the eigenvectors.
Tensor inverseOf(ConstMatrixView a, double rho) {
    const std::size_t m = a.rows;
    Tensor gram({m, m}), scaled, inverse({m, m});
    floatProduct(a, Transpose::No, a, Transpose::Yes, gram.matrix());
    const SymmetricEigen eigen = symmetricEigen(gram.matrix());
    scaled = eigen.vectors;
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < m; ++j)
            scaled[i * m + j] = static_cast<float>(static_cast<double>(scaled[i * m + j]) /
                                                   (std::max(0.0, static_cast<double>(eigen.values[j])) + rho));
    floatProduct(scaled.matrix(), Transpose::No, eigen.vectors.matrix(), Transpose::Yes, inverse.matrix());
    return inverse;
}

/// x = (A^T A + rho I)^-1 (A^T y + rho (z - u)), z = S_{lambda/rho}(x + u), u += x - z.
/// With p = z - u: x = p + A^T (A A^T + rho I)^-1 (y - A p), so that only an m x m matrix is inverted.
void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const ConstMatrixView a = problem.op.matrix.matrix();
    const double rho = params.real("rho");
    const auto threshold = static_cast<float>(params.real("lambda") / rho);
    const Tensor inverse = inverseOf(a, rho);
    Residual residual(problem, y);
    SparseShrinkage shrinkage(problem);
    Tensor z({y.rows, problem.op.unknowns()}), u = z, x = z, solved({y.rows, y.cols});
    visit(0, z.matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = z[i] - u[i];
        floatProduct(residual.at(x.matrix()), Transpose::No, inverse.matrix(), Transpose::No, solved.matrix());
        floatProduct(solved.matrix(), Transpose::No, a, Transpose::No, x.matrix(), true);
        for (std::size_t i = 0; i < x.size(); ++i)
            z[i] = x[i] + u[i];
        u = z;
        shrinkage.apply(z.matrix(), {&threshold, 1});
        for (std::size_t i = 0; i < x.size(); ++i)
            u[i] -= z[i];
        visit(k, z.matrix());
    }
}

} // namespace

SolverEntry solver_entries::admm() {
    return {{"admm",
             "ADMM",
             "Alternates a least-squares problem with a soft threshold; an inverse is made once",
             "Boyd et al. 2011, Foundations and Trends in Machine Learning 3(1), section 6.4",
             "paper",
             {lambdaParam(0.1), realParam("rho", "Penalty", 1.0, "How strongly the two halves are tied to each other.")
                                    .range(1e-4, 1e4)
                                    .log()}},
            "lambda",
            run};
}

} // namespace orthant
