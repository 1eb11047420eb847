// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/algorithm.h"

#include "core/tensor/gemm.h"
#include "core/unrolled/algorithms/cholesky.h"
#include "core/unrolled/matrices.h"

#include <algorithm>

namespace orthant {

const UnrolledEntry& unrolledEntry(const std::string& id, const std::string& where) {
    return findEntry(unrolledCatalogue(), id, "unrolled algorithm", where);
}

std::vector<ParamSpec> unrolledParams(bool learnedSteps) {
    return {
        integerParam("layers", "Layers", 10, "Steps of the solver that are unrolled.").range(1, 200),
        booleanParam("supportSelection", "Support selection", false,
                     "The largest entries pass without shrinking, a few more in each layer."),
        realParam("selectionStep", "More in each layer", 1.2, "Entries that pass in layer k: k times this.")
            .range(0, 100)
            .in("%")
            .onlyFor("supportSelection", {"true"}),
        realParam("selectionMost", "At most", 13.0, "Entries that pass in any layer.")
            .range(0, 100)
            .in("%")
            .onlyFor("supportSelection", {"true"}),
        booleanParam("learnedSteps", "Learned steps", learnedSteps, "A factor gamma of its own for each layer, from 1."),
        realParam("thresholdStart", "First threshold", 0.4, "Thresholds start at this over L, the largest eigenvalue of A^T A.")
            .range(0, 1e6),
    };
}

ParamSpec tiedParam() { return booleanParam("tied", "One matrix for all", false, "All layers share their matrices."); }

ParamSpec startParam() {
    return choiceParam("start", "First matrix", "gradient", {"gradient", "analytic"},
                       "A^T / L, a step of the gradient, or the matrix of ALISTA, the least coherent with A.");
}

double lipschitz(const Problem& problem) {
    const double norm = spectralNorm(problem.op.matrix.matrix());
    return norm > 0 ? 1.001 * norm * norm : 1;
}

UnrolledStart gradientStart(const Problem& problem, const Mask& mask, const Params& params) {
    const Tensor& a = problem.op.matrix;
    const double scale = 1 / lipschitz(problem);
    UnrolledStart start;
    if (params.has("thresholdStart")) start.threshold = params.real("thresholdStart") * scale;
    if (params.has("start") && params.text("start") == "analytic") {
        start.weights = analyticWeights(a.matrix(), mask);
        return start;
    }
    start.weights.resize({a.cols(), a.rows()});
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < a.cols(); ++j)
            start.weights.row(j)[i] = static_cast<float>(scale * static_cast<double>(a.row(i)[j]));
    return start;
}

Tensor analyticWeights(ConstMatrixView matrix, const Mask& mask) {
    const std::size_t m = matrix.rows, n = matrix.cols;
    Tensor result({n, m});
    SymmetricMatrix gram;
    std::vector<std::size_t> support;
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<std::size_t> links;
        for (std::size_t j = 0; j < m; ++j)
            if (mask.get(i, j)) links.push_back(j);
        if (links.empty()) continue;
        if (links != support || i == 0) {
            support = links;
            gram = gramOfRows(matrix, support);
            gram.factorize(1e-9);
        }
        std::vector<double> column(links.size());
        for (std::size_t j = 0; j < links.size(); ++j) column[j] = static_cast<double>(matrix.row(links[j])[i]);
        std::vector<double> w = column;
        gram.solve(w);
        double along = 0;
        for (std::size_t j = 0; j < links.size(); ++j) along += w[j] * column[j];
        for (std::size_t j = 0; j < links.size(); ++j)
            result.row(i)[links[j]] = static_cast<float>(along > 0 ? w[j] / along : 0.0);
    }
    return result;
}

} // namespace orthant
