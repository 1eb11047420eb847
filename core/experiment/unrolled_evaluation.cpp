// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_evaluation.h"

#include "core/base/error.h"
#include "core/experiment/document_fields.h"
#include "core/unrolled/error_curve.h"
#include "core/unrolled/link_layout.h"

#include <algorithm>

namespace orthant {

std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples) {
    if (problem.op.measurements() != solver.matrix.rows() || problem.op.unknowns() != solver.matrix.cols() || problem.channels != solver.channels)
        throw Error("the network is for a matrix of " + toText(solver.matrix.shape()) + " and " + std::to_string(solver.channels) +
                    " channels, the problem has " + toText(problem.op.matrix.shape()) + " and " + std::to_string(problem.channels));
    return errorCurve(problem, part, samples, solver.layers(),
                      [&](ConstMatrixView y, const auto& visit) { solver.run(y, solver.layers(), visit); });
}

double clippedLoss(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples) {
    constexpr std::size_t atOnce = 256; // memory does not grow with the samples
    const std::size_t channels = problem.channels;
    double sum = 0;
    Tensor x, y;
    for (std::size_t first = 0; first < samples; first += atOnce) {
        const std::size_t count = std::min(atOnce, samples - first);
        x.reshape({count * channels, problem.op.unknowns()});
        y.reshape({count * channels, problem.op.measurements()});
        problem.draw(part, first, x.matrix(), y.matrix());
        const Tensor estimate = solver.run(y.matrix());
        for (std::size_t s = 0; s < count; ++s) {
            const ConstMatrixView truth = rowsOf(x, s * channels, (s + 1) * channels);
            const double error = squaredDistance(rowsOf(estimate, s * channels, (s + 1) * channels), truth);
            sum += error == 0 ? 0 : std::min(1.0, error / squaredSum(truth)); // a signal of zeros: right or wrong
        }
    }
    return sum / static_cast<double>(samples);
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
