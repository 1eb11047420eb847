// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/solver_bounds.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

using Vector = std::vector<double>;

double norm(const Vector& values) {
    double sum = 0;
    for (const double value : values) sum += value * value;
    return std::sqrt(sum);
}

double sumOfSizes(const Vector& values) {
    double sum = 0;
    for (const double value : values) sum += std::abs(value);
    return sum;
}

Vector difference(const Vector& a, const Vector& b) {
    Vector result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
    return result;
}

Vector product(const Tensor& matrix, const Vector& x) {
    Vector result(matrix.rows(), 0.0);
    for (std::size_t row = 0; row < matrix.rows(); ++row)
        for (std::size_t col = 0; col < matrix.cols(); ++col) result[row] += static_cast<double>(matrix.row(row)[col]) * x[col];
    return result;
}

Vector rowOf(const Tensor& tensor) { return {tensor.row(0).begin(), tensor.row(0).end()}; }

/// The first test sample of a problem of one channel that is not zero everywhere, which would say nothing.
struct Sample {
    Vector x, y, noise;
    Tensor measured; ///< y as rows
    std::size_t nonzeros = 0;

    explicit Sample(const Problem& problem) {
        Tensor signal({problem.channels, problem.op.unknowns()}), rows({problem.channels, problem.op.measurements()});
        for (std::uint64_t number = 0; number < 100 && nonzeros == 0; ++number) {
            problem.draw(Part::Test, number, signal.matrix(), rows.matrix());
            x = rowOf(signal);
            nonzeros = static_cast<std::size_t>(std::ranges::count_if(x, [](double value) { return value != 0; }));
        }
        y = rowOf(rows);
        measured = std::move(rows);
        noise = difference(y, product(problem.op.matrix, x));
    }
};

/// The estimates of a network after each layer.
std::vector<Vector> estimatesOf(const PackedSolver& solver, const Tensor& y, std::size_t unknowns) {
    std::vector<Vector> estimates{Vector(unknowns, 0.0)};
    for (std::size_t depth = 1; depth <= solver.layers(); ++depth) estimates.push_back(rowOf(solver.run(y.matrix(), depth)));
    return estimates;
}

MeasuredBound scaleBound(const BoundsRequest& request) {
    MeasuredBound result{{"T1", "Error of one scale for all", "derived here", false, {}, {}}, "relative error", {}, {}};
    if (!request.floatJob) {
        result.bound.reason = "the plan has no trained float network with the same algorithm and links, whose weights would be rounded";
        return result;
    }
    const PackedSolver solver = solverOf(request.plan, request.folder, *request.floatJob);
    double global = 0, channel = 0, energy = 0;
    for (const Packed& packed : solver.weights) {
        const ScaleError error = scaleError(packed.dequantize(), solver.mask);
        global += error.global;
        channel += error.channel;
        if (error.relative > 0) energy += error.global / error.relative;
    }
    result.bound.applies = energy > 0;
    if (energy <= 0) {
        result.bound.reason = "the float weights are signs already";
        return result;
    }
    result.bound.values = {global / energy};
    result.bound.reason = "rounding the float weights with one scale for each matrix loses " + shortest(std::round(1000 * global / energy) / 10) +
                          " % of their energy, with one for each row " + shortest(std::round(1000 * channel / energy) / 10) + " %; 36.3 % for Gaussian weights";
    return result;
}

MeasuredBound contraction(const PackedSolver& solver, const Sample& sample, const std::vector<Vector>& estimates) {
    MeasuredBound result{contractionBound(solver, norm(sample.x), norm(sample.noise), sample.nonzeros), "|x_k - x|", {}, "The trained network with its own thresholds, first test sample."};
    for (const Vector& estimate : estimates) result.measured.push_back(norm(difference(estimate, sample.x)));
    return result;
}

/// The network with the thresholds that the bound asks for in place of its own.
MeasuredBound recovery(const PackedSolver& solver, const Sample& sample) {
    MeasuredBound result{{"T3", "Sparse recovery", "derived here", false, {}, {}}, "|x_k - x|_1", {}, "The weights of the network with the thresholds that the bound asks for, first test sample."};
    if (!solver.second.empty() || !solver.sparsifier.empty()) {
        result.bound.reason = solver.second.empty() ? "the signal is sparse in another basis" : "the network has not the form x + W (y - A x)";
        return result;
    }
    const std::vector<float> x(sample.x.begin(), sample.x.end()), noise(sample.noise.begin(), sample.noise.end());
    RecoveryBound recovery = recoveryBound(recoveryBlocks(solver, x, noise), solver.layers());
    result.bound = std::move(recovery.bound);
    if (!result.bound.applies) return result;
    PackedSolver asked = solver;
    asked.thresholds.assign(recovery.thresholds.begin(), recovery.thresholds.begin() + static_cast<std::ptrdiff_t>(solver.layers()));
    asked.passShare.clear();
    for (const Vector& estimate : estimatesOf(asked, sample.measured, x.size())) result.measured.push_back(sumOfSizes(difference(estimate, sample.x)));
    return result;
}

/// A change of the measurements by a hundredth.
MeasuredBound stability(const PackedSolver& solver, const Sample& sample, const std::vector<Vector>& estimates) {
    Tensor moved = sample.measured;
    Vector change(moved.size());
    for (std::size_t i = 0; i < moved.size(); ++i) {
        change[i] = (i % 2 == 0 ? 0.01 : -0.01) * norm(sample.y) / std::sqrt(static_cast<double>(moved.size()));
        moved[i] += static_cast<float>(change[i]);
    }
    MeasuredBound result{stabilityBound(solver, norm(change)), "|dx_k|", {}, "The measurements of the first test sample changed by 1 % of their norm."};
    const std::vector<Vector> others = estimatesOf(solver, moved, sample.x.size());
    for (std::size_t k = 0; k < estimates.size(); ++k) result.measured.push_back(norm(difference(others[k], estimates[k])));
    return result;
}

/// The weights of another network in this one: the same thresholds, so that the weights alone make the difference.
MeasuredBound sensitivity(const BoundsRequest& request, const PackedSolver& solver, const Sample& sample, const std::vector<Vector>& estimates) {
    MeasuredBound result{{"T4", "Two sets of weights", "derived here", false, "the plan has no other trained network of this algorithm", {}}, "|x_k - x'_k|", {}, {}};
    if (!request.otherJob) return result;
    PackedSolver other = solverOf(request.plan, request.folder, *request.otherJob);
    if (other.layers() != solver.layers()) {
        result.bound.reason = "the other network has another number of layers";
        return result;
    }
    other.thresholds = solver.thresholds;
    other.passShare = solver.passShare;
    std::vector<double> residuals;
    for (const Vector& estimate : estimates) residuals.push_back(norm(difference(sample.y, product(solver.matrix, estimate))));
    result.bound = sensitivityBound(solver, other, residuals);
    if (result.bound.applies) result.bound.reason += ", W' of '" + request.plan.networks[request.otherJob->network].title + "'";
    result.how = "The weights of '" + request.plan.networks[request.otherJob->network].title + "' in place of its own, thresholds kept, first test sample.";
    const std::vector<Vector> others = estimatesOf(other, sample.measured, sample.x.size());
    for (std::size_t k = 0; k < estimates.size(); ++k) result.measured.push_back(norm(difference(others[k], estimates[k])));
    return result;
}

MeasuredBound generalization(const BoundsRequest& request) {
    MeasuredBound result{{"T5", "Gap between training and test", "derived here", false, "training samples are drawn without end: there is no gap", {}}, "gap of a loss in [0, 1]", {}, {}};
    if (request.samples > 0) result.bound = generalizationBound(request.bits, generalizationRisk, request.samples);
    if (request.gap) result.measured = {*request.gap};
    return result;
}

} // namespace

std::vector<MeasuredBound> boundsOf(const BoundsRequest& request) {
    const UnrolledPlan plan = planAt(request.plan, request.job.varied);
    const Problem problem = makeProblem(plan.problem, {plan.folder, request.job.seed}, "/problem");
    const PackedSolver solver = solverOf(request.plan, request.folder, request.job);
    std::vector<MeasuredBound> bounds{scaleBound(request)};
    if (problem.channels == 1) {
        const Sample sample(problem);
        const std::vector<Vector> estimates = estimatesOf(solver, sample.measured, sample.x.size());
        bounds.push_back(contraction(solver, sample, estimates));
        bounds.push_back(recovery(solver, sample));
        bounds.push_back(stability(solver, sample, estimates));
        bounds.push_back(sensitivity(request, solver, sample, estimates));
    } else {
        for (const char* id : {"T2", "T3", "T4"})
            bounds.push_back({{id, "Error after each layer", "derived here", false, "the channels of a sample share their support; these bounds are for one channel", {}}, {}, {}, {}});
    }
    bounds.push_back(generalization(request));
    return bounds;
}

} // namespace orthant::ui
