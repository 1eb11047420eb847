// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/race_run.h"
#include "ui/models/run_model.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orthant::ui {

/// A quantity of one method over optimizer steps: mean and sample standard deviation over the seeds that have got there.
struct SpreadCurve {
    std::vector<double> steps, mean, spread; ///< the spread of one seed is NaN
};

enum class RaceMetric { TestAccuracy, TestLoss, TrainLoss, Flips };

/// What the table shows of one method.
struct RaceRow {
    std::string id, title;
    std::size_t runs = 0, finished = 0, failed = 0;
    double progress = 0;             ///< of all its runs, 0 to 1
    std::optional<Spread> accuracy;  ///< of the packed program when all runs are finished, else of the last tests
    std::optional<double> secondsPerEpoch, bitsPerWeight, flipsPerWeight, modelBytes; ///< when finished
};

/// A race as the window sees it: going, or read from its folder.
class RaceModel final : public QObject {
    Q_OBJECT
  public:
    struct Entry {
        RaceRun run;
        std::shared_ptr<RunModel> model; ///< null when the run is not there
        std::string error;               ///< why it is not
    };

    RaceModel(Race race, std::filesystem::path folder, std::vector<Entry> entries, QObject* parent = nullptr);

    const Race& race() const { return race_; }
    const std::filesystem::path& folder() const { return folder_; }
    const std::vector<Entry>& entries() const { return entries_; }
    bool active() const;        ///< a run is going, paused or waiting
    bool paused() const;        ///< all of those are paused
    std::size_t runsFinished() const;
    double secondsLeft() const; ///< a guess from the runs that are going; negative: not known

    SpreadCurve curve(std::size_t method, RaceMetric metric) const;
    /// One row for each method, in the order of the race.
    std::vector<RaceRow> rows() const;
    /// What the folder says of the finished runs; makes the rows exact.
    void setResult(RaceResult result);

  Q_SIGNALS:
    void changed();  ///< at most ten times a second
    void runFinished(); ///< one or more runs are, others go on
    void finished();    ///< once, when the last run is over

  private:
    void runChanged();

    Race race_;
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
    std::optional<RaceResult> result_;
    QTimer timer_;
    bool wasActive_ = false;
    std::size_t wereFinished_ = 0;
};

/// Reads a race folder with all its runs.
/// @cost  reads every probe of every run: not for the thread of the window
/// @errors  Error when there is no race
struct RaceRecord {
    Race race;
    RaceResult result;
    std::vector<RaceRun> runs;
    std::vector<std::optional<RunRecord>> records; ///< of each run; empty: not there
};
RaceRecord readRaceRecord(const std::filesystem::path& folder);

} // namespace orthant::ui
