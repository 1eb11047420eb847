// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/solvers/catalogue.h"
#include "core/unrolled/solvers/steps.h"

#include <cmath>

namespace orthant {

namespace {

/// x+ = S_{alpha s}( x + A^T r ), s = |r| / sqrt(m), r = y - A x + r_before |x|_0 / m. With several channels the norm
/// of a group is shrunk by alpha s sqrt(channels), and |x|_0 is the trace of the derivative for each channel.
void run(const Problem& problem, const Params& params, ConstMatrixView y, std::size_t iterations, const Visit& visit) {
    const std::size_t channels = problem.channels, samples = y.rows / channels, m = y.cols;
    const double alpha = params.real("alpha");
    Residual residual(problem, y);
    SparseShrinkage shrinkage(problem);
    Tensor x({y.rows, problem.op.unknowns()}), before({y.rows, m});
    std::vector<float> thresholds(samples);
    std::vector<double> kept(samples, 0.0);
    visit(0, x.matrix());
    for (std::size_t k = 1; k <= iterations; ++k) {
        residual.at(x.matrix());
        const MatrixView r = residual.last();
        for (std::size_t s = 0; s < samples; ++s) {
            const auto share = static_cast<float>(kept[s] / static_cast<double>(m * channels));
            double squares = 0;
            for (std::size_t row = s * channels; row < (s + 1) * channels; ++row)
                for (std::size_t i = 0; i < m; ++i) {
                    float& value = r.row(row)[i];
                    value += share * before[row * m + i];
                    before[row * m + i] = value;
                    squares += static_cast<double>(value) * static_cast<double>(value);
                }
            thresholds[s] = static_cast<float>(alpha * std::sqrt(squares / static_cast<double>(m)));
        }
        residual.step(x.matrix(), 1.0F);
        shrinkage.apply(x.matrix(), thresholds, kept);
        visit(k, x.matrix());
    }
}

} // namespace

SolverEntry solver_entries::amp() {
    return {{"amp",
             "AMP",
             "Approximate message passing: for random matrices with columns of unit norm; elsewhere it may diverge",
             "Donoho, Maleki, Montanari 2009, arXiv:0907.3574; channels: derived here",
             "paper",
             {realParam("alpha", "Threshold", 1.14, "Threshold in units of the estimated noise before it.")
                  .range(0.05, 5)
                  .log()}},
            "alpha",
            run};
}

} // namespace orthant
