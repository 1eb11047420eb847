// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/normals.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

struct Spikes {
    double density = 0;
    std::size_t separation = 0;
    bool positive = false;
};

/// Spikes from the left; one that is too near to the last is left out.
void drawSpikes(const Rng& sample, const Spikes& spikes, std::span<float> signal) {
    std::vector<std::uint32_t> support;
    drawSupport(forUse(sample, Use::Support), spikes.density, signal.size(), support);
    std::vector<float> values(support.size());
    fillNormal(forUse(sample, Use::Values), 1.0F, values);
    std::ranges::fill(signal, 0.0F);
    std::size_t free = 0;
    for (std::size_t i = 0; i < support.size(); ++i) {
        if (support[i] < free) continue;
        signal[support[i]] = spikes.positive ? std::abs(values[i]) : values[i];
        free = support[i] + 1 + spikes.separation;
    }
}

Problem make(const Params& params, const ProblemContext& context) {
    Problem problem;
    problem.op =
        makeOperator(params.component("operator"), {context.folder, context.seed, {}}, context.where + "/operator");
    problem.title = "Spikes behind a pulse, " + problem.op.title;
    const Spikes spikes{params.real("density"), params.size("separation"), params.text("signs") == "positive"};
    // After a spike, `separation` places are blocked, then the next comes after 1/p on average.
    problem.density = 1 / (1 / spikes.density + static_cast<double>(spikes.separation));
    const auto product = std::make_shared<const SparseProduct>(problem.op.matrix.matrix());
    problem.draw = drawEach(
        context.seed, 1,
        [product, spikes, snr = snrOf(params)](Part, const Rng& sample, std::uint64_t, MatrixView x, MatrixView y) {
            const std::span<float> measured(y.row(0), y.cols);
            drawSpikes(sample, spikes, {x.row(0), x.cols});
            product->apply({x.row(0), x.cols}, measured);
            addNoise(sample, snr, measured);
        });
    return problem;
}

} // namespace

ProblemEntry problem_entries::spike_deconvolution() {
    return {
        {"spike_deconvolution",
         "Spike deconvolution",
         "Spikes in time that a pulse has smeared: echoes, calcium traces, seismic layers",
         "derived here",
         "derived",
         {componentParam("operator", "Operator", "operators",
                         Component("convolution", {{"unknowns", std::int64_t{128}}, {"width", 2.0}}),
                         "The pulse; a convolution, or another matrix."),
          realParam("density", "Density p", 0.06, "Chance of a spike at a place that is free.").range(0.001, 1),
          integerParam("separation", "Separation", 2, "Places between two spikes that stay empty; fewer are harder.")
              .in("samples")
              .range(0, 512),
          choiceParam("signs", "Signs", "both", {"both", "positive"},
                      "Spikes up and down, or up alone; sizes are normal."),
          noiselessParam(false), snrParam(30)}},
        make};
}

} // namespace orthant
