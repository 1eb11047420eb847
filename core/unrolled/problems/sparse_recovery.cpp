// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/normals.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>

namespace orthant {

namespace {

Problem make(const Params& params, const ProblemContext& context) {
    Problem problem;
    problem.op =
        makeOperator(params.component("operator"), {context.folder, context.seed}, context.where + "/operator");
    problem.density = params.real("density");
    problem.title = "Sparse recovery, " + problem.op.title;
    const auto product = std::make_shared<const SparseProduct>(problem.op.matrix.matrix());
    problem.draw = drawEach(context.seed, 1,
                            [product, density = problem.density,
                             snr = snrOf(params)](Part, const Rng& sample, std::uint64_t, MatrixView x, MatrixView y) {
                                const std::span<float> signal(x.row(0), x.cols), measured(y.row(0), y.cols);
                                std::vector<std::uint32_t> support;
                                drawSupport(forUse(sample, Use::Support), density, x.cols, support);
                                std::vector<float> values(support.size());
                                fillNormal(forUse(sample, Use::Values), 1.0F, values);
                                std::ranges::fill(signal, 0.0F);
                                for (std::size_t i = 0; i < support.size(); ++i)
                                    signal[support[i]] = values[i];
                                product->apply(signal, measured);
                                addNoise(sample, snr, measured);
                            });
    return problem;
}

} // namespace

ProblemEntry problem_entries::sparse_recovery() {
    return {
        {"sparse_recovery",
         "Sparse recovery",
         "Few values of a long vector are not zero, and fewer numbers than unknowns are measured",
         "Bernoulli-Gaussian signals: Chen et al. 2018, LISTA-CP, arXiv:1808.10038, public code",
         "code",
         {componentParam("operator", "Operator", "operators", Component("block_gaussian"), "What is measured."),
          realParam("density", "Density p", 0.1, "Chance of a value to be other than zero; such values are N(0, 1).")
              .range(0.001, 1),
          noiselessParam(true), snrParam(40)}},
        make};
}

} // namespace orthant
