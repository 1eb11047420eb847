// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"
#include "core/unrolled/solvers/support_fit.h"

#include <algorithm>
#include <limits>

namespace orthant {

namespace {

/// One step of a sample. X moves by the gradient at the fit on the k largest entries of X: the straight-through
/// estimator for a support. With X_0 = 0 the length of the steps does not matter.
/// @return  how much of |y|^2 the fit explains
double explore(SupportFit& fit, const Atoms& atoms, std::size_t k, ConstMatrixView correlations, MatrixView explored,
               std::vector<std::vector<double>>& values) {
    fit.clear();
    for (const std::uint32_t atom : largestAtoms(explored, k))
        fit.add(atom);
    double explained = 0;
    values.resize(correlations.rows);
    for (std::size_t c = 0; c < correlations.rows; ++c) {
        explained += fit.solve({correlations.row(c), correlations.cols}, values[c]);
        float* x = explored.row(c);
        for (std::size_t j = 0; j < correlations.cols; ++j)
            x[j] += correlations.row(c)[j];
        for (std::size_t i = 0; i < values[c].size(); ++i) subtractAtom(atoms, fit.support()[i], values[c][i], x);
    }
    return explained;
}

void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const std::size_t channels = problem.channels, samples = y.rows / channels, k = sparsityOf(params, problem);
    const Atoms atoms(problem);
    const Tensor correlations = atoms.correlations(y);
    const std::size_t n = correlations.cols();
    // At X = 0 the fit is zero and the gradient is the correlations.
    Tensor explored = correlations, best(correlations.shape());
    std::vector<double> explained(samples, -std::numeric_limits<double>::infinity());
    visit(0, best.matrix());
    for (std::size_t iteration = 1; iteration <= iterations; ++iteration) {
        parallelBlocks(samples, 4, [&](std::size_t begin, std::size_t end) {
            SupportFit fit(atoms);
            std::vector<std::vector<double>> values;
            for (std::size_t s = begin; s < end; ++s) {
                const std::size_t first = s * channels;
                const double now = explore(fit, atoms, k, {correlations.data() + first * n, channels, n, n},
                                           {explored.data() + first * n, channels, n, n}, values);
                if (now <= explained[s]) continue;
                explained[s] = now;
                for (std::size_t c = 0; c < channels; ++c) {
                    std::ranges::fill(best.row(first + c), 0.0F);
                    for (std::size_t i = 0; i < values[c].size(); ++i)
                        best.row(first + c)[fit.support()[i]] = static_cast<float>(values[c][i]);
                }
            }
        });
        visit(iteration, atoms.toSignals(best).matrix());
    }
}

} // namespace

SolverEntry solver_entries::sea() {
    return {
        {"sea",
         "Support exploration",
         "Fits on the largest entries of a vector that the gradients of all fits have moved; the best fit is kept",
         "Mohamed, Malgouyres, Emiya, Chaux 2023, Straight-through meets sparse recovery, arXiv:2301.13584; the loop: "
         "derived here",
         "secondary",
         {sparsityParam()}},
        "sparsity",
        run};
}

} // namespace orthant
