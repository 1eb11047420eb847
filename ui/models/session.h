// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_manager.h"
#include "core/experiment/study_plan.h"
#include "ui/base/navigator.h"
#include "ui/base/settings.h"
#include "ui/base/theme.h"
#include "ui/models/experiment_model.h"
#include "ui/models/race_model.h"
#include "ui/models/run_list_model.h"
#include "ui/models/run_model.h"
#include "ui/models/unrolled_model.h"

#include <QObject>

#include <memory>
#include <vector>

namespace orthant::ui {

/// What all pages share: the settings, the theme, the runs, the experiment that is being edited and the run that is
/// being looked at. Made once in main and handed down.
class Session final : public QObject {
    Q_OBJECT
  public:
    /// @param settings, theme  must outlive the session
    Session(Settings& settings, Theme& theme, QObject* parent = nullptr);

    Settings& settings() { return settings_; }
    Theme& theme() { return theme_; }
    Navigator& navigator() { return navigator_; }
    RunManager& runs() { return manager_; }
    ExperimentModel& experiment() { return experiment_; }
    RunListModel& runList() { return runList_; }

    /// The run that Train shows; null before the first one.
    const std::shared_ptr<RunModel>& currentRun() const { return current_; }
    /// Whether the run that Train shows is still going.
    bool training() const { return current_ && current_->active(); }

    /// The plan of studies that the lab page tells; null before the first one.
    const std::shared_ptr<const StudyPlan>& plan() const { return plan_; }
    void closePlan() { plan_ = nullptr; }

    /// The race that the Race page shows; null before the first one.
    const std::shared_ptr<RaceModel>& race() const { return race_; }
    /// Starts a race: in the folder of race() where that has runs of it, so that only the others are trained, else in a new one.
    /// @errors  Error when the race or the folder cannot be used
    void startRace(const Race& race);
    /// Asks the Race page to put a method into its race.
    void offerMethod(const Method& method) { Q_EMIT methodOffered(method); }
    /// Reads the folder of a race in the background and shows it; `raceChanged` or `failed` follows.
    /// @param goOn  and trains what is not finished
    void openRace(const std::filesystem::path& folder, bool goOn = false);

    /// Reads an experiment file, or a shipped experiment by name, into experiment() or plan(), or a race for the Race page.
    /// @errors  Error when it is missing or wrong
    void openExperiment(const std::filesystem::path& nameOrFile);
    /// Reads a run folder in the background and makes it current; `runOpened` or `failed` follows.
    void openRun(const std::filesystem::path& folder);
    /// The plan of unrolled networks that is shown; null before the first one.
    const std::shared_ptr<UnrolledModel>& unrolled() const { return unrolled_; }
    /// Trains the networks of a plan in a new folder.
    /// @errors  Error when the folder cannot be made
    void startUnrolled(const UnrolledPlan& plan);
    /// Trains what is not finished of the plan that is shown.
    void continueUnrolled();
    /// Shows a folder of unrolled networks, read in the background.
    void openUnrolled(const std::filesystem::path& folder);

    /// A run folder or an experiment file, told apart by what is there.
    /// @errors  Error that says what was found and what was expected
    void open(const std::filesystem::path& path);
    /// Starts the experiment as a new run and makes it current.
    /// @param paused  for single steps from the first one
    /// @errors  Error when the experiment has a problem or the folder cannot be made
    void start(bool paused = false);
    /// Goes on with the current stopped run from its last checkpoint.
    /// @errors  Error when that cannot be done
    void continueRun();
    /// Makes a run of this session current, by its id in the job list.
    void showRun(RunId id);

    /// Asks the lab page to show a study with these parameters.
    void openStudy(const Component& study) { Q_EMIT studyAsked(study); }

    void refreshRuns();

  Q_SIGNALS:
    void studyAsked(const orthant::Component& study);
    void currentRunChanged();
    void runsChanged();                 ///< a run was started or has ended
    void experimentOpened();
    void planOpened();
    void raceOpened(const orthant::Race& race); ///< a document or a folder, to be shown in the form
    void methodOffered(const orthant::Method& method);
    void raceChanged();                         ///< race() is another one
    void unrolledOpened(const orthant::UnrolledPlan& plan); ///< a document or a folder, to be shown in the form
    void unrolledChanged();                     ///< unrolled() is another one
    void runOpened();                   ///< by openRun
    void failed(const QString& message, const QString& details);
    void said(const QString& message);  ///< good news

  private:
    void follow(RunId id, const Experiment& experiment);
    std::shared_ptr<RunModel> watch(RunId id, const Experiment& experiment);
    void showRace(const Race& race, const std::filesystem::path& folder, std::vector<RaceModel::Entry> entries);
    void queueUnrolled(const UnrolledPlan& plan, const std::filesystem::path& folder);
    void readRaceResults(const std::shared_ptr<RaceModel>& race, bool write);

    Settings& settings_;
    Theme& theme_;
    Navigator navigator_;
    RunManager manager_;
    ExperimentModel experiment_;
    RunListModel runList_;
    std::vector<std::shared_ptr<RunModel>> models_; ///< of the runs that are going, and the current one
    std::shared_ptr<RunModel> current_;
    std::shared_ptr<const StudyPlan> plan_;
    std::shared_ptr<RaceModel> race_;
    std::shared_ptr<UnrolledModel> unrolled_;
    std::vector<std::shared_ptr<UnrolledModel>> plans_; ///< of unrolled networks that are going
    bool goingOn_ = false; ///< the folder of a race is read, to train what is not finished
};

} // namespace orthant::ui
