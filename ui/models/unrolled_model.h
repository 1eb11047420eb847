// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/unrolled_run.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orthant::ui {

/// A plan of unrolled networks as the window sees it: going, or read from its folder. A 33 ms timer takes all events at once and
/// emits changed() one time.
class UnrolledModel final : public QObject {
    Q_OBJECT
  public:
    /// Follows a plan in the queue of the manager, which must outlive this.
    UnrolledModel(RunManager& manager, QueuedPlan queued, UnrolledPlan plan, QObject* parent = nullptr);
    /// Shows a plan that is not going.
    UnrolledModel(UnrolledRecord record, std::filesystem::path folder, QObject* parent = nullptr);

    const UnrolledPlan& plan() const { return plan_; }
    const std::filesystem::path& folder() const { return folder_; }
    const std::vector<UnrolledJob>& jobs() const { return jobs_; }
    const std::vector<UnrolledReading>& readings(std::size_t job) const { return readings_[job]; }
    const UnrolledResult& result(std::size_t job) const { return results_[job]; } ///< done or failed, or neither yet
    /// The classical solvers on the problem of a seed and a varied value.
    std::vector<const SolverCurve*> solvers(std::uint64_t seed, double varied) const;
    /// The job of a network, seed and varied value.
    std::optional<std::size_t> jobOf(std::size_t network, std::uint64_t seed, double varied) const;
    /// The one that gave the last reading.
    std::size_t jobAtWork() const { return atWork_; }
    std::size_t jobsDone() const;

    std::optional<RunId> id() const { return id_; } ///< empty for a plan that was read from its folder
    RunStatus status() const { return info_.status; }
    bool active() const; ///< queued, running or paused
    const std::string& error() const { return info_.error; }
    double secondsLeft() const { return info_.secondsLeft; } ///< negative: not known

    /// Means over the seeds, one for each network and varied value.
    std::vector<NetworkSummary> summaries() const { return summariesOf(plan_, results_); }
    /// For a run that goes on: what was there before it.
    void takeHistory(const UnrolledModel& before);

    void poll(); ///< takes what is in the mailbox now

  Q_SIGNALS:
    void changed();  ///< at most once for each poll
    void finished(); ///< once, after the last changed()

  private:
    void add(UnrolledEvent event);

    RunManager* manager_ = nullptr;
    std::optional<RunId> id_;
    std::shared_ptr<Mailbox<UnrolledEvent>> events_;
    UnrolledPlan plan_;
    std::filesystem::path folder_;
    std::vector<UnrolledJob> jobs_;
    std::vector<std::vector<UnrolledReading>> readings_; ///< one list for each job
    std::vector<UnrolledResult> results_;                ///< one for each job
    std::vector<SolverCurve> solvers_;
    std::size_t atWork_ = 0;
    RunInfo info_;
    QTimer timer_;
};

} // namespace orthant::ui
