// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/normals.h"
#include "core/unrolled/problems/catalogue.h"
#include "core/unrolled/problems/sampling.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

Problem make(const Params& params, const ProblemContext& context) {
    const std::size_t antennas = params.size("antennas");
    Problem problem;
    problem.op = makeOperator(Component("gaussian", {{"measurements", params.integer("pilotLength")},
                                                     {"unknowns", params.integer("users")},
                                                     {"entries", params.text("pilots")}}),
                              {context.folder, context.seed, {}}, context.where);
    problem.title = "Who is active: " + std::to_string(params.size("users")) + " users, " + std::to_string(antennas) +
                    (antennas == 1 ? " antenna" : " antennas");
    problem.density = params.real("activity");
    problem.channels = 2 * antennas;
    const auto product = std::make_shared<const SparseProduct>(problem.op.matrix.matrix());
    // Shadowing of d dB deviation: the amplitude is 10^(d g / 20) for a normal g, the same at all antennas.
    const double shadowing = params.real("shadowing") * std::log(10.0) / 20;
    problem.draw =
        drawEach(context.seed, problem.channels,
                 [=, density = problem.density, snr = snrOf(params)](Part, const Rng& sample, std::uint64_t,
                                                                     MatrixView x, MatrixView y) {
                     std::vector<std::uint32_t> active;
                     drawSupport(forUse(sample, Use::Support), density, x.cols, active);
                     std::vector<float> fading(active.size()), gains(active.size());
                     fillNormal(forUse(sample, Use::Form), 1.0F, fading);
                     for (std::size_t c = 0; c < x.rows; ++c) {
                         std::ranges::fill(std::span(x.row(c), x.cols), 0.0F);
                         fillNormal(forUse(sample, Use::Values).split(c), std::sqrt(0.5F), gains);
                         for (std::size_t i = 0; i < active.size(); ++i)
                             x.row(c)[active[i]] =
                                 gains[i] * static_cast<float>(std::exp(shadowing * static_cast<double>(fading[i])));
                         product->apply({x.row(c), x.cols}, {y.row(c), y.cols});
                         addNoise(sample.split(c + 1), snr, {y.row(c), y.cols});
                     }
                 });
    return problem;
}

} // namespace

ProblemEntry problem_entries::activity_detection() {
    return {
        {"activity_detection",
         "Activity detection",
         "Massive access: few of many users send their pilots at once; all antennas hear the same few",
         "Bernoulli-Gaussian channels: Liu, Yu 2018, Massive connectivity with massive MIMO, arXiv:1706.06438; real "
         "pilots: "
         "derived here",
         "derived",
         {integerParam("users", "Users n", 128, "Users that may send.").range(1, 4096),
          integerParam("pilotLength", "Pilot length m", 48, "Symbols of a pilot: fewer are harder.").range(1, 4096),
          integerParam("antennas", "Antennas", 2,
                       "Antennas of the station. Pilots are real, so the real and the imaginary part of an antenna are "
                       "two rows; all rows share who is active.")
              .range(1, 64),
          realParam("activity", "Activity", 0.1, "Chance of a user to send.").range(0.001, 1),
          choiceParam("pilots", "Pilots", "signs", {"signs", "gaussian"},
                      "Random signs or normal values, of unit norm."),
          realParam("shadowing", "Shadowing", 0, "Deviation of the users' gains; more is harder.")
              .in("dB")
              .range(0, 20),
          noiselessParam(false), snrParam(20)}},
        make};
}

} // namespace orthant
