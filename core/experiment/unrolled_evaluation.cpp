// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_evaluation.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

constexpr std::size_t samplesAtOnce = 256;

} // namespace

double packedNmse(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples, std::size_t depth) {
    double error = 0, energy = 0;
    Tensor x, y;
    for (std::size_t first = 0; first < samples; first += samplesAtOnce) {
        const std::size_t rows = std::min(samplesAtOnce, samples - first) * problem.channels;
        x.reshape({rows, problem.op.unknowns()});
        y.reshape({rows, problem.op.measurements()});
        problem.draw(part, first, x.matrix(), y.matrix());
        const Tensor estimate = solver.run(y.matrix(), depth);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double truth = static_cast<double>(x.data()[i]), difference = static_cast<double>(estimate.data()[i]) - truth;
            error += difference * difference;
            energy += truth * truth;
        }
    }
    return 10 * std::log10(error / energy);
}

std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples) {
    std::vector<double> curve{0}; // x_0 = 0
    for (std::size_t depth = 1; depth <= solver.layers(); ++depth) curve.push_back(packedNmse(solver, problem, part, samples, depth));
    return curve;
}

} // namespace orthant
