// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"
#include "core/unrolled/solvers/support_fit.h"

#include <algorithm>

namespace orthant {

namespace {

/// One sample: what was found, and the gradient A^T (y - A x) in the domain of the atoms.
struct Thresholded {
    MatrixView x, gradient;
    std::vector<std::uint32_t> support;
};

/// |A v|^2 for v = a - b, of which all entries outside of these atoms are zero.
double seenEnergy(const Atoms& atoms, std::span<const std::uint32_t> support, ConstMatrixView v) {
    double energy = 0;
    for (const std::uint32_t i : support) {
        const std::span<const float> products = atoms.gram(i);
        for (const std::uint32_t j : support)
            for (std::size_t c = 0; c < v.rows; ++c)
                energy += static_cast<double>(v.row(c)[i]) * static_cast<double>(products[j]) * static_cast<double>(v.row(c)[j]);
    }
    return energy;
}

double energyOn(std::span<const std::uint32_t> support, ConstMatrixView v) {
    double energy = 0;
    for (const std::uint32_t i : support) energy += energyAt(v, i);
    return energy;
}

/// x+ = H_k( x + mu g ) with the best mu on the support; where the support changes, mu is made smaller until the step is safe:
/// mu <= (1 - c) |x+ - x|^2 / |A (x+ - x)|^2.
void step(Thresholded& sample, const Atoms& atoms, std::size_t k) {
    constexpr double slack = 0.1, shorter = 2; // c, and kappa > 1 / (1 - c)
    if (sample.support.empty()) sample.support = largestAtoms(sample.gradient, k);
    const double seen = seenEnergy(atoms, sample.support, sample.gradient);
    if (!(seen > 0)) return; // the best values on this support: nothing moves any more
    double mu = energyOn(sample.support, sample.gradient) / seen;
    const MatrixView x = sample.x;
    Tensor moved({x.rows, x.cols}), difference({x.rows, x.cols});
    while (true) {
        for (std::size_t c = 0; c < x.rows; ++c)
            for (std::size_t j = 0; j < x.cols; ++j)
                moved.row(c)[j] = x.row(c)[j] + static_cast<float>(mu) * sample.gradient.row(c)[j];
        std::vector<std::uint32_t> support = largestAtoms(moved.matrix(), k);
        std::vector<std::uint32_t> touched = sample.support;
        for (const std::uint32_t j : support)
            if (std::ranges::find(sample.support, j) == sample.support.end()) touched.push_back(j);
        difference.fill(0);
        for (std::size_t c = 0; c < x.rows; ++c) {
            for (const std::uint32_t j : touched) difference.row(c)[j] = -x.row(c)[j];
            for (const std::uint32_t j : support) difference.row(c)[j] += moved.row(c)[j];
        }
        const bool same = touched.size() == sample.support.size();
        if (same || mu * seenEnergy(atoms, touched, difference.matrix()) <= (1 - slack) * energyOn(touched, difference.matrix())) {
            for (std::size_t c = 0; c < x.rows; ++c)
                for (const std::uint32_t j : touched) {
                    x.row(c)[j] += difference.row(c)[j];
                    if (std::ranges::find(support, j) == support.end()) x.row(c)[j] = 0;
                    subtractAtom(atoms, j, static_cast<double>(difference.row(c)[j]), sample.gradient.row(c));
                }
            sample.support = std::move(support);
            return;
        }
        mu /= shorter * (1 - slack);
    }
}

void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const std::size_t channels = problem.channels, samples = y.rows / channels, k = sparsityOf(params, problem);
    const Atoms atoms(problem);
    Tensor gradient = atoms.correlations(y), x(gradient.shape());
    const std::size_t n = x.cols();
    std::vector<Thresholded> states;
    for (std::size_t s = 0; s < samples; ++s)
        states.push_back({{x.data() + s * channels * n, channels, n, n}, {gradient.data() + s * channels * n, channels, n, n}, {}});
    visit(0, x.matrix());
    for (std::size_t iteration = 1; iteration <= iterations; ++iteration) {
        parallelBlocks(samples, 4, [&](std::size_t begin, std::size_t end) {
            for (std::size_t s = begin; s < end; ++s) step(states[s], atoms, k);
        });
        visit(iteration, atoms.toSignals(x).matrix());
    }
}

} // namespace

SolverEntry solver_entries::iht() {
    return {{"iht",
             "IHT",
             "A gradient step of the best length on the support, then all but the largest entries become zero",
             "Blumensath and Davies 2010, Normalized iterative hard thresholding, IEEE J. Selected Topics in Signal Processing 4(2)",
             "secondary",
             {sparsityParam()}},
            "sparsity",
            run};
}

} // namespace orthant
