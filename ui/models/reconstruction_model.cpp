// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/reconstruction_model.h"

#include "ui/models/background.h"

namespace orthant::ui {

namespace {

/// dB over all values.
double nmseOf(const Tensor& estimate, const Tensor& original) {
    const auto flat = [](const Tensor& tensor) { return ConstMatrixView{tensor.data(), 1, tensor.size(), tensor.size()}; };
    return nmseDecibel(flat(estimate), flat(original));
}

} // namespace

ReconstructionSet reconstruct(const ReconstructionRequest& request) {
    if (request.jobs.empty()) throw Error("no network is trained yet");
    const UnrolledJob& first = request.jobs.front();
    const UnrolledPlan plan = planAt(request.plan, first.varied);
    ReconstructionSet set;
    set.problem = std::make_shared<Problem>(makeProblem(plan.problem, {plan.folder, first.seed}, "/problem"));
    const Problem& problem = *set.problem;
    set.whole = problem.whole(problem.wholes == 0 ? request.number : request.number % problem.wholes);
    for (const UnrolledJob& job : request.jobs) {
        const PackedSolver solver = solverOf(request.plan, request.folder, job);
        Reconstruction network{request.plan.networks[job.network].title, job.network, {}, {}};
        for (std::size_t depth = 0; depth <= solver.layers(); ++depth) {
            // A depth of 0 stands for all layers; before the first one every estimate is zero.
            const Tensor rows = depth == 0 ? Tensor({set.whole.x.rows(), set.whole.x.cols()}) : solver.run(set.whole.y.matrix(), depth);
            network.estimates.push_back(set.whole.assemble(rows.matrix()));
            network.nmse.push_back(nmseOf(network.estimates.back(), set.whole.original));
        }
        set.networks.push_back(std::move(network));
    }
    return set;
}

void ReconstructionModel::request(const ReconstructionRequest& request) {
    wanted_ = request;
    if (busy_) again_ = true;
    else work();
}

void ReconstructionModel::clear() {
    wanted_ = {};
    again_ = busy_;
    result_ = nullptr;
    error_.reset();
}

void ReconstructionModel::work() {
    again_ = false;
    busy_ = !wanted_.jobs.empty();
    if (!busy_) return;
    inBackground(
        this, [request = wanted_] { return reconstruct(request); },
        [this](Outcome<ReconstructionSet> outcome) {
            if (again_) return work();
            busy_ = false;
            error_ = outcome.error;
            if (outcome.value) result_ = std::make_shared<ReconstructionSet>(std::move(*outcome.value));
            Q_EMIT changed();
        });
}

} // namespace orthant::ui
