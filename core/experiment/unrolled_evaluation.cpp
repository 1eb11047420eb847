// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_evaluation.h"

#include "core/base/error.h"
#include "core/experiment/document_fields.h"
#include "core/unrolled/error_curve.h"

namespace orthant {

std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples) {
    if (problem.op.measurements() != solver.matrix.rows() || problem.op.unknowns() != solver.matrix.cols() || problem.channels != solver.channels)
        throw Error("the network is for a matrix of " + toText(solver.matrix.shape()) + " and " + std::to_string(solver.channels) +
                    " channels, the problem has " + toText(problem.op.matrix.shape()) + " and " + std::to_string(problem.channels));
    return errorCurve(problem, part, samples, solver.layers(),
                      [&](ConstMatrixView y, const auto& visit) { solver.run(y, solver.layers(), visit); });
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
