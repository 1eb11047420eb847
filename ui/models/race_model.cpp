// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/race_model.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace orthant::ui {

namespace {

constexpr int milliseconds = 100; // between two drawings

/// Mean over layers, in percent of the weights and per step: all layers of a run are read at the same steps.
StepCurve flipsOf(const RunModel& run) {
    std::map<double, std::pair<double, int>> sums;
    for (const std::string& layer : run.layers()) {
        const StepCurve& flips = run.flipRate(layer);
        for (std::size_t i = 0; i < flips.steps.size(); ++i) {
            auto& [sum, count] = sums[flips.steps[i]];
            sum += 100 * flips.values[i];
            ++count;
        }
    }
    StepCurve curve;
    for (const auto& [step, sum] : sums) {
        curve.steps.push_back(step);
        curve.values.push_back(sum.first / sum.second);
    }
    return curve;
}

StepCurve curveOf(const RunModel& run, RaceMetric metric) {
    switch (metric) {
    case RaceMetric::TestLoss: return run.curve(Metric::TestLoss);
    case RaceMetric::TrainLoss: return run.curve(Metric::TrainLoss);
    case RaceMetric::Flips: return flipsOf(run);
    case RaceMetric::TestAccuracy: break;
    }
    StepCurve curve = run.curve(Metric::TestAccuracy);
    for (double& value : curve.values) value *= 100;
    return curve;
}

} // namespace

RaceModel::RaceModel(Race race, std::filesystem::path folder, std::vector<Entry> entries, QObject* parent)
    : QObject(parent), race_(std::move(race)), folder_(std::move(folder)), entries_(std::move(entries)) {
    timer_.setSingleShot(true);
    timer_.setInterval(milliseconds);
    connect(&timer_, &QTimer::timeout, this, [this] {
        Q_EMIT changed();
        const std::size_t before = std::exchange(wereFinished_, runsFinished());
        if (std::exchange(wasActive_, active()) && !wasActive_) Q_EMIT finished();
        else if (before < wereFinished_) Q_EMIT runFinished();
    });
    for (const Entry& entry : entries_) {
        if (!entry.model || !entry.model->active()) continue;
        connect(entry.model.get(), &RunModel::changed, this, &RaceModel::runChanged);
        connect(entry.model.get(), &RunModel::finished, this, &RaceModel::runChanged);
    }
    wasActive_ = active();
    wereFinished_ = runsFinished();
}

void RaceModel::runChanged() {
    if (!timer_.isActive()) timer_.start();
}

bool RaceModel::active() const {
    return std::ranges::any_of(entries_, [](const Entry& entry) { return entry.model && entry.model->active(); });
}

bool RaceModel::paused() const {
    return active() && std::ranges::none_of(entries_, [](const Entry& entry) {
        return entry.model && entry.model->active() && entry.model->status() != RunStatus::Paused;
    });
}

std::size_t RaceModel::runsFinished() const {
    return static_cast<std::size_t>(std::ranges::count_if(entries_, [](const Entry& entry) { return entry.model && entry.model->status() == RunStatus::Finished; }));
}

double RaceModel::secondsLeft() const {
    // What a run that is going needs in all stands for those that wait.
    double left = 0, each = 0;
    std::size_t going = 0, waiting = 0;
    for (const Entry& entry : entries_) {
        if (!entry.model || !entry.model->active()) continue;
        if (entry.model->step() == 0 || entry.model->secondsLeft() < 0) {
            ++waiting;
            continue;
        }
        ++going;
        left += entry.model->secondsLeft();
        each += entry.model->seconds() + entry.model->secondsLeft();
    }
    if (going == 0) return -1;
    return (left + each / static_cast<double>(going) * static_cast<double>(waiting)) / static_cast<double>(going);
}

SpreadCurve RaceModel::curve(std::size_t method, RaceMetric metric) const {
    std::map<double, std::vector<double>> values;
    std::vector<double> lasts;
    for (const Entry& entry : entries_) {
        if (entry.run.method != method || !entry.model) continue;
        const StepCurve one = curveOf(*entry.model, metric);
        for (std::size_t i = 0; i < one.steps.size(); ++i) values[one.steps[i]].push_back(one.values[i]);
        if (!one.steps.empty()) lasts.push_back(one.steps.back());
    }
    SpreadCurve curve;
    for (const auto& [step, seeds] : values) {
        // A run that was stopped has a reading where it was; the others have none, and a mean without them would jump.
        const auto beyond = std::ranges::count_if(lasts, [&](double last) { return last >= step; });
        if (static_cast<std::ptrdiff_t>(seeds.size()) < beyond) continue;
        const Spread spread = *spreadOf(seeds);
        curve.steps.push_back(step);
        curve.mean.push_back(spread.mean);
        curve.spread.push_back(spread.spread.value_or(std::nan("")));
    }
    return curve;
}

std::vector<RaceRow> RaceModel::rows() const {
    std::vector<RaceRow> rows(race_.methods.size());
    std::vector<std::vector<double>> tests(rows.size());
    for (const Entry& entry : entries_) {
        RaceRow& row = rows[entry.run.method];
        ++row.runs;
        if (!entry.model || entry.model->status() == RunStatus::Failed) {
            ++row.failed;
            continue;
        }
        const RunModel& run = *entry.model;
        row.finished += run.status() == RunStatus::Finished;
        if (run.totalSteps() > 0) row.progress += static_cast<double>(run.step()) / static_cast<double>(run.totalSteps());
        if (const auto last = run.last(Metric::TestAccuracy)) tests[entry.run.method].push_back(*last);
    }
    for (std::size_t m = 0; m < rows.size(); ++m) {
        RaceRow& row = rows[m];
        row.id = race_.methods[m].id;
        row.title = race_.methods[m].title;
        row.progress /= static_cast<double>(std::max<std::size_t>(1, row.runs));
        row.accuracy = spreadOf(tests[m]);
        if (!result_) continue;
        const MethodResult& result = result_->methods[m];
        if (result.accuracy && result.accuracy->count == row.finished) row.accuracy = result.accuracy; // of all, or what is going counts too
        row.secondsPerEpoch = result.secondsPerEpoch;
        row.bitsPerWeight = result.bitsPerWeight;
        row.flipsPerWeight = result.flipsPerWeight;
        row.modelBytes = result.modelBytes;
    }
    return rows;
}

void RaceModel::setResult(RaceResult result) {
    result_ = std::move(result);
    Q_EMIT changed();
}

RaceRecord readRaceRecord(const std::filesystem::path& folder) {
    if (!isRaceFolder(folder)) throw Error("expected the folder of a race, which has race.json in it", folder.string());
    RaceRecord record;
    record.race = readRaceFolder(folder);
    record.runs = runsOf(record.race);
    record.result = readRaceResult(record.race, folder);
    for (const RaceRun& run : record.runs) {
        record.records.emplace_back();
        try {
            record.records.back() = readRun(folder / run.folder);
        } catch (const Error&) {
            continue; // not begun, or damaged: the result says so
        }
    }
    return record;
}

} // namespace orthant::ui
