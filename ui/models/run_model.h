// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_folder.h"
#include "core/experiment/run_manager.h"
#include "core/training/run_event.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace orthant::ui {

enum class Metric { TrainLoss, TrainAccuracy, TestLoss, TestAccuracy, SamplesPerSecond, LearningRate };
inline constexpr std::size_t metricCount = 6;

/// A quantity over optimizer steps; only the steps at which it was measured.
struct StepCurve {
    std::vector<double> steps, values;
};

/// Exponential moving average with the start-up bias removed, so that a constant stays that constant.
/// @param factor  0: the values as they are; towards 1: smoother
std::vector<double> smoothed(const std::vector<double>& values, double factor);

/// One run as the window sees it: live from the manager's mailbox, or read from a run folder.
/// A 33 ms timer takes all events at once and emits changed() one time.
class RunModel final : public QObject {
    Q_OBJECT
  public:
    /// Follows a run of the manager, which must outlive this.
    RunModel(RunManager& manager, RunId id, Experiment experiment, QObject* parent = nullptr);
    /// Shows a run that is not going.
    explicit RunModel(const RunRecord& record, QObject* parent = nullptr);

    const Experiment& experiment() const { return experiment_; }
    const std::filesystem::path& folder() const { return folder_; }
    std::optional<RunId> id() const { return id_; } ///< empty for a run that was read from its folder
    RunStatus status() const { return status_; }
    bool active() const; ///< queued, running or paused
    const std::string& error() const { return error_; }
    bool hasModel() const { return hasModel_; } ///< model.safetensors is written

    std::int64_t step() const { return step_; }
    std::int64_t totalSteps() const { return totalSteps_; }
    double epoch() const { return epoch_; }
    double epochs() const; ///< planned
    double seconds() const { return seconds_; }
    double samplesPerSecond() const { return samplesPerSecond_; }
    double secondsLeft() const { return secondsLeft_; } ///< negative: not known

    const StepCurve& curve(Metric metric) const { return curves_[static_cast<std::size_t>(metric)]; }
    std::optional<double> last(Metric metric) const;

    const std::vector<std::string>& layers() const { return layers_; }         ///< layers with weights
    const std::vector<std::string>& classNames() const { return classNames_; } ///< empty when not known
    const StepCurve& flipRate(const std::string& layer) const;
    const StepCurve& angle(const std::string& layer) const;
    /// A field of core/training/weight_motion.h over the steps, of a layer or (layer empty) of all weights as one vector; with
    /// no layer also "flipRate" and "softGap".
    const StepCurve& motion(const std::string& field, const std::string& layer = {}) const;
    /// Histograms over time, oldest first. Old readings are thinned out, the first and the last are always there.
    const std::vector<ProbeReading>& probes() const { return probes_; }
    const std::optional<BoundaryReading>& boundary() const { return boundary_; } ///< the last one

    /// For a run that goes on from a checkpoint: the curves of `before`, cut at the checkpoint when the run says where
    /// that is.
    void takeHistory(const RunModel& before);

    /// Takes what is in the mailbox now; the timer does it 30 times a second.
    void poll();

  Q_SIGNALS:
    void changed();  ///< at most once for each poll
    void finished(); ///< once, after the last changed()

  private:
    void add(const RunEvent& event);
    void addMetric(const MetricReading& reading);
    void addProbe(ProbeReading reading);
    void cutAfter(std::int64_t step);

    RunManager* manager_ = nullptr;
    std::optional<RunId> id_;
    Experiment experiment_;
    std::filesystem::path folder_;
    RunStatus status_ = RunStatus::Queued;
    std::string error_;
    bool hasModel_ = false;
    std::int64_t step_ = 0, totalSteps_ = 0, stepsPerEpoch_ = 0;
    double epoch_ = 0, seconds_ = 0, samplesPerSecond_ = 0, secondsLeft_ = -1;
    std::array<StepCurve, metricCount> curves_;
    std::vector<std::string> layers_, classNames_;
    std::map<std::string, StepCurve> flips_, angles_;
    std::map<std::pair<std::string, std::string>, StepCurve> motions_; ///< by field and layer
    std::vector<ProbeReading> probes_;
    std::optional<BoundaryReading> boundary_;
    QTimer timer_;
};

/// "running", "paused", ... as a person reads it.
QString statusText(RunStatus status);

} // namespace orthant::ui
