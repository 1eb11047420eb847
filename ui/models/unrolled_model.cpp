// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/unrolled_model.h"

#include <algorithm>
#include <chrono>

namespace orthant::ui {

namespace {

/// A run that goes on from a checkpoint says some readings once more.
void addReading(std::vector<UnrolledReading>& readings, UnrolledReading reading) {
    while (!readings.empty() && readings.back().step >= reading.step) readings.pop_back();
    readings.push_back(std::move(reading));
}

} // namespace

UnrolledModel::UnrolledModel(RunManager& manager, QueuedPlan queued, UnrolledPlan plan, QObject* parent)
    : QObject(parent), manager_(&manager), id_(queued.id), events_(std::move(queued.events)), plan_(std::move(plan)), folder_(std::move(queued.folder)),
      jobs_(jobsOf(plan_)), readings_(jobs_.size()), results_(jobs_.size()), info_(manager.info(queued.id)) {
    timer_.setInterval(std::chrono::milliseconds(33));
    connect(&timer_, &QTimer::timeout, this, &UnrolledModel::poll);
    timer_.start();
}

UnrolledModel::UnrolledModel(UnrolledRecord record, std::filesystem::path folder, QObject* parent)
    : QObject(parent), plan_(std::move(record.plan)), folder_(std::move(folder)), jobs_(jobsOf(plan_)), readings_(std::move(record.readings)),
      results_(std::move(record.results)), solvers_(std::move(record.solvers)) {
    readings_.resize(jobs_.size());
    results_.resize(jobs_.size());
    info_.status = jobsDone() == jobs_.size() ? RunStatus::Finished : RunStatus::Stopped;
    info_.error = record.summary.error;
}

bool UnrolledModel::active() const {
    return id_ && (info_.status == RunStatus::Queued || info_.status == RunStatus::Running || info_.status == RunStatus::Paused);
}

std::size_t UnrolledModel::jobsDone() const { return static_cast<std::size_t>(std::ranges::count(results_, true, &UnrolledResult::done)); }

std::optional<std::size_t> UnrolledModel::jobOf(std::size_t network, std::uint64_t seed, double varied) const {
    const auto found = std::ranges::find_if(jobs_, [&](const UnrolledJob& job) { return job.network == network && job.seed == seed && job.varied == varied; });
    if (found == jobs_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - jobs_.begin());
}

std::vector<const SolverCurve*> UnrolledModel::solvers(std::uint64_t seed, double varied) const {
    std::vector<const SolverCurve*> found;
    for (const SolverCurve& curve : solvers_)
        if (curve.seed == seed && (curve.varied == 0 || curve.varied == varied) && curve.error.empty()) found.push_back(&curve);
    return found;
}

void UnrolledModel::add(UnrolledEvent event) {
    switch (event.kind) {
    case UnrolledEvent::Kind::Reading:
        atWork_ = event.job;
        addReading(readings_.at(event.job), std::move(event.reading));
        break;
    case UnrolledEvent::Kind::Result: results_.at(event.job) = std::move(event.result); break;
    case UnrolledEvent::Kind::Solver:
        std::erase_if(solvers_, [&](const SolverCurve& old) { return old.index == event.solver.index && old.seed == event.solver.seed && old.varied == event.solver.varied; });
        solvers_.push_back(std::move(event.solver));
        break;
    }
}

void UnrolledModel::poll() {
    if (!id_ || !timer_.isActive()) return;
    const RunStatus before = info_.status;
    info_ = manager_->info(*id_); // first: what was sent before the end is taken after it is known
    std::vector<UnrolledEvent> events = events_->take();
    for (UnrolledEvent& event : events) add(std::move(event));
    const bool over = !active();
    if (over) timer_.stop();
    if (!events.empty() || info_.status != before) Q_EMIT changed();
    if (over) Q_EMIT finished();
}

void UnrolledModel::takeHistory(const UnrolledModel& before) {
    if (before.jobs_.size() != jobs_.size()) return;
    readings_ = before.readings_;
    results_ = before.results_;
    solvers_ = before.solvers_;
}

} // namespace orthant::ui
