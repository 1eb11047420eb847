// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_model.h"

#include "core/training/weight_motion.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr std::size_t probeLimit = 400; // about 12 kB each at 3 layers of 64 bins: 5 MB

RunStatus statusFromSummary(const std::string& text) {
    if (text == "finished") return RunStatus::Finished;
    if (text == "failed") return RunStatus::Failed;
    return RunStatus::Stopped; // "stopped", or "unfinished": the process ended before the summary
}

bool isOver(RunStatus status) {
    return status == RunStatus::Finished || status == RunStatus::Stopped || status == RunStatus::Failed;
}

} // namespace

std::vector<double> smoothed(const std::vector<double>& values, double factor) {
    if (factor <= 0) return values;
    factor = std::min(factor, 0.999);
    std::vector<double> result;
    result.reserve(values.size());
    double sum = 0, weight = 0;
    for (const double value : values) {
        sum = factor * sum + (1 - factor) * value;
        weight = factor * weight + (1 - factor);
        result.push_back(sum / weight);
    }
    return result;
}

RunModel::RunModel(RunManager& manager, RunId id, Experiment experiment, QObject* parent)
    : QObject(parent), manager_(&manager), id_(id), experiment_(std::move(experiment)) {
    folder_ = manager.info(id).folder;
    timer_.setInterval(std::chrono::milliseconds(33));
    connect(&timer_, &QTimer::timeout, this, &RunModel::poll);
    timer_.start();
}

RunModel::RunModel(const RunRecord& record, QObject* parent)
    : QObject(parent), experiment_(record.experiment), folder_(record.summary.folder),
      status_(statusFromSummary(record.summary.status)), error_(record.summary.error), hasModel_(record.hasModel) {
    for (const MetricReading& reading : record.metrics) addMetric(reading);
    for (const ProbeReading& reading : record.probes) addProbe(reading);
    if (!record.boundaries.empty()) boundary_ = record.boundaries.back();
    if (record.summary.seconds > 0) seconds_ = record.summary.seconds;
    if (epoch_ > 0) stepsPerEpoch_ = std::max<std::int64_t>(1, std::llround(static_cast<double>(step_) / epoch_));
    totalSteps_ = std::max(step_, static_cast<std::int64_t>(std::llround(epochs())) * stepsPerEpoch_);
    samplesPerSecond_ = last(Metric::SamplesPerSecond).value_or(0);
}

bool RunModel::active() const { return !isOver(status_); }

double RunModel::epochs() const {
    return experiment_.training.has("epochs") ? experiment_.training.real("epochs") : 0;
}

std::optional<double> RunModel::last(Metric metric) const {
    const StepCurve& values = curve(metric);
    if (values.values.empty()) return std::nullopt;
    return values.values.back();
}

const StepCurve& RunModel::flipRate(const std::string& layer) const {
    static const StepCurve none;
    const auto it = flips_.find(layer);
    return it == flips_.end() ? none : it->second;
}

const StepCurve& RunModel::angle(const std::string& layer) const {
    static const StepCurve none;
    const auto it = angles_.find(layer);
    return it == angles_.end() ? none : it->second;
}

const StepCurve& RunModel::motion(const std::string& field, const std::string& layer) const {
    static const StepCurve none;
    const auto it = motions_.find({field, layer});
    return it == motions_.end() ? none : it->second;
}

void RunModel::poll() {
    if (!manager_) return;
    // The state first: when it says that the run is over, the mailbox read after it holds every event.
    const RunInfo info = manager_->info(*id_);
    const std::vector<RunEvent> events = manager_->takeEvents(*id_);
    const bool moved = info.status != status_ || info.step != step_ || info.secondsLeft != secondsLeft_;
    for (const RunEvent& event : events) add(event);
    step_ = std::max(step_, info.step);
    totalSteps_ = info.totalSteps;
    if (stepsPerEpoch_ > 0) epoch_ = static_cast<double>(step_) / static_cast<double>(stepsPerEpoch_);
    samplesPerSecond_ = info.samplesPerSecond;
    secondsLeft_ = info.secondsLeft;
    status_ = info.status;
    if (status_ == RunStatus::Failed && error_.empty()) error_ = info.error;
    if (isOver(status_)) {
        secondsLeft_ = -1;
        std::error_code ignored;
        hasModel_ = std::filesystem::exists(folder_ / "model.safetensors", ignored);
        manager_ = nullptr;
        timer_.stop();
    }
    if (moved || !events.empty()) Q_EMIT changed();
    if (!manager_) Q_EMIT finished();
}

void RunModel::add(const RunEvent& event) {
    struct Visitor {
        RunModel& run;
        void operator()(const RunStarted& started) const {
            run.stepsPerEpoch_ = started.stepsPerEpoch;
            run.classNames_ = started.classNames;
            run.layers_ = started.layers;
            run.cutAfter(started.firstStep);
        }
        void operator()(const MetricReading& reading) const { run.addMetric(reading); }
        void operator()(const ProbeReading& reading) const { run.addProbe(reading); }
        void operator()(const BoundaryReading& reading) const { run.boundary_ = reading; }
        void operator()(const RunFinished& finished) const {
            run.error_ = finished.error;
            run.seconds_ = finished.seconds;
        }
    };
    std::visit(Visitor{*this}, event);
}

void RunModel::takeHistory(const RunModel& before) {
    curves_ = before.curves_;
    layers_ = before.layers_;
    flips_ = before.flips_;
    angles_ = before.angles_;
    motions_ = before.motions_;
    probes_ = before.probes_;
    boundary_ = before.boundary_;
}

void RunModel::cutAfter(std::int64_t step) {
    const auto last = static_cast<double>(step);
    const auto cut = [last](StepCurve& curve) {
        const auto end = std::upper_bound(curve.steps.begin(), curve.steps.end(), last);
        const auto kept = static_cast<std::size_t>(end - curve.steps.begin());
        curve.steps.resize(kept);
        curve.values.resize(kept);
    };
    for (StepCurve& curve : curves_) cut(curve);
    for (auto& [layer, curve] : flips_) cut(curve);
    for (auto& [layer, curve] : angles_) cut(curve);
    for (auto& [which, curve] : motions_) cut(curve);
    std::erase_if(probes_, [step](const ProbeReading& reading) { return reading.step > step; });
}

void RunModel::addMetric(const MetricReading& reading) {
    const std::optional<double> values[metricCount] = {reading.trainLoss,    reading.trainAccuracy,
                                                       reading.testLoss,     reading.testAccuracy,
                                                       reading.samplesPerSecond, reading.learningRate};
    for (std::size_t i = 0; i < metricCount; ++i) {
        if (!values[i]) continue;
        curves_[i].steps.push_back(static_cast<double>(reading.step));
        curves_[i].values.push_back(*values[i]);
    }
    step_ = std::max(step_, reading.step);
    epoch_ = std::max(epoch_, reading.epoch);
    seconds_ = std::max(seconds_, reading.seconds);
}

void RunModel::addProbe(ProbeReading reading) {
    const auto step = static_cast<double>(reading.step);
    const auto add = [&](const char* field, const std::string& layer, const std::optional<double>& value) {
        if (!value) return;
        StepCurve& curve = motions_[{field, layer}];
        curve.steps.push_back(step);
        curve.values.push_back(*value);
    };
    if (!probes_.empty()) add("flipRate", {}, reading.flipRate);
    add("softGap", {}, reading.softGap);
    for (const MotionField& field : motionFields()) add(field.id, {}, reading.motion.*field.value);
    for (const LayerReading& layer : reading.layers) {
        for (const MotionField& field : motionFields()) add(field.id, layer.layer, layer.motion.*field.value);
        if (std::find(layers_.begin(), layers_.end(), layer.layer) == layers_.end()) layers_.push_back(layer.layer);
        if (!layer.binarized) continue;
        // The first reading has nothing before it to have flipped from.
        if (!probes_.empty()) {
            flips_[layer.layer].steps.push_back(step);
            flips_[layer.layer].values.push_back(layer.flipRate);
        }
        angles_[layer.layer].steps.push_back(step);
        angles_[layer.layer].values.push_back(layer.angleDegrees);
    }
    probes_.push_back(std::move(reading));
    if (probes_.size() <= probeLimit) return;
    // Every second reading of the past goes: resolution falls evenly, and the first one stays.
    std::vector<ProbeReading> kept;
    for (std::size_t i = 0; i + 1 < probes_.size(); i += 2) kept.push_back(std::move(probes_[i]));
    kept.push_back(std::move(probes_.back()));
    probes_ = std::move(kept);
}

QString statusText(RunStatus status) {
    switch (status) {
    case RunStatus::Queued: return RunModel::tr("waiting");
    case RunStatus::Running: return RunModel::tr("running");
    case RunStatus::Paused: return RunModel::tr("paused");
    case RunStatus::Finished: return RunModel::tr("finished");
    case RunStatus::Stopped: return RunModel::tr("stopped");
    case RunStatus::Failed: return RunModel::tr("failed");
    }
    return {};
}

} // namespace orthant::ui
