// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_evaluation.h"

#include "core/base/error.h"
#include "core/experiment/document_fields.h"
#include "core/unrolled/energy.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace {

constexpr std::size_t samplesAtOnce = 256;

} // namespace

std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples) {
    if (problem.op.measurements() != solver.matrix.rows() || problem.op.unknowns() != solver.matrix.cols() || problem.channels != solver.channels)
        throw Error("the network is for a matrix of " + toText(solver.matrix.shape()) + " and " + std::to_string(solver.channels) +
                    " channels, the problem has " + toText(problem.op.matrix.shape()) + " and " + std::to_string(problem.channels));
    std::vector<double> errors(solver.layers() + 1, 0.0);
    double energy = 0;
    Tensor x, y;
    for (std::size_t first = 0; first < samples; first += samplesAtOnce) {
        const std::size_t rows = std::min(samplesAtOnce, samples - first) * problem.channels;
        x.reshape({rows, problem.op.unknowns()});
        y.reshape({rows, problem.op.measurements()});
        problem.draw(part, first, x.matrix(), y.matrix());
        const double truth = squaredSum(x.matrix());
        energy += truth;
        errors[0] += truth; // x_0 = 0
        solver.run(y.matrix(), solver.layers(),
                   [&](std::size_t k, ConstMatrixView estimate) { errors[k] += squaredDistance(estimate, x.matrix()); });
    }
    std::vector<double> curve;
    for (const double error : errors) curve.push_back(10 * std::log10(error / energy));
    return curve;
}

bool isSolverFile(const std::filesystem::path& file) {
    try {
        const Bundle bundle = file.extension() == ".npz" ? readNpz(file) : readSafetensors(file);
        return bundle.metadata.contains("algorithm") && bundle.metadata.contains("size");
    } catch (const Error&) {
        return false;
    }
}

SolverProblem problemOf(const PackedSolver& solver) {
    if (solver.problemText.empty()) throw Error("the network does not say which problem it was trained on");
    const Json json = parseJsonDocument(solver.problemText);
    checkKeys(json, {"problem", "seed"}, "");
    return {componentFromJson(requiredKey(json, "problem", "expected a problem", ""), "/problem"), readSeed(json)};
}

} // namespace orthant
