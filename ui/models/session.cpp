// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include "core/base/error.h"
#include "ui/models/background.h"

#include <algorithm>
#include <utility>

namespace orthant::ui {

Session::Session(Settings& settings, Theme& theme, QObject* parent)
    : QObject(parent), settings_(settings), theme_(theme), manager_(settings.runsFolder().toStdString(), static_cast<std::size_t>(settings.runsAtOnce())) {
    refreshRuns();
}

void Session::openExperiment(const std::filesystem::path& nameOrFile) {
    const std::filesystem::path file = findExperiment(nameOrFile.string());
    const DocumentKind kind = documentKind(file);
    if (kind == DocumentKind::Unrolled) {
        const UnrolledPlan plan = readUnrolledPlan(file);
        settings_.addRecentFile(QString::fromStdString(std::filesystem::absolute(file).string()));
        Q_EMIT unrolledOpened(plan);
        return;
    }
    if (kind == DocumentKind::Race) {
        const Race race = readRace(file);
        settings_.addRecentFile(QString::fromStdString(std::filesystem::absolute(file).string()));
        Q_EMIT raceOpened(race);
        return;
    }
    const bool studies = kind == DocumentKind::Studies;
    if (studies) plan_ = std::make_shared<StudyPlan>(readStudyPlan(file));
    else experiment_.load(readExperiment(file), file);
    settings_.addRecentFile(QString::fromStdString(std::filesystem::absolute(file).string()));
    if (studies) Q_EMIT planOpened();
    else Q_EMIT experimentOpened();
}

void Session::open(const std::filesystem::path& path) {
    std::error_code none;
    const std::string expected = "expected an experiment file (.json) or a run folder (one with experiment.json in it)";
    if (isRaceFolder(path)) {
        openRace(path);
    } else if (isUnrolledFolder(path)) {
        openUnrolled(path);
    } else if (std::filesystem::is_directory(path, none)) {
        if (!std::filesystem::exists(path / "experiment.json", none))
            throw Error("this folder is not a run; " + expected, path.string());
        if (documentKind(path / "experiment.json") == DocumentKind::Studies) openExperiment(path / "experiment.json");
        else openRun(path);
    } else if (!std::filesystem::exists(path, none)) {
        throw Error("there is no such file; " + expected, path.string());
    } else if (path.extension() != ".json") {
        throw Error("this is neither of the two; " + expected, path.string());
    } else if (path.filename() == "experiment.json" && documentKind(path) == DocumentKind::Training && std::filesystem::exists(path.parent_path() / "environment.json", none)) {
        openRun(path.parent_path());
    } else {
        openExperiment(path);
    }
}

void Session::openRun(const std::filesystem::path& folder) {
    inBackground(
        this, [folder] { return readRun(folder); },
        [this, folder](Outcome<RunRecord> outcome) {
            if (outcome.error) {
                Q_EMIT failed(tr("This run could not be opened: %1").arg(QString::fromStdString(outcome.error->message())),
                              QString::fromStdString(outcome.error->what()));
                return;
            }
            current_ = std::make_shared<RunModel>(*outcome.value);
            experiment_.load(current_->experiment());
            settings_.addRecentRun(QString::fromStdString(std::filesystem::absolute(folder).string()));
            Q_EMIT currentRunChanged();
            Q_EMIT runOpened();
        });
}

void Session::start(bool paused) {
    if (experiment_.problem()) throw *experiment_.problem();
    RunOptions options;
    options.threads = static_cast<std::size_t>(std::max(0, settings_.threads()));
    options.startPaused = paused;
    const Experiment experiment = experiment_.experiment();
    follow(manager_.start(experiment, options), experiment);
}

void Session::continueRun() {
    if (!current_ || current_->active()) return;
    RunOptions options;
    options.threads = static_cast<std::size_t>(std::max(0, settings_.threads()));
    options.folder = current_->folder();
    options.resume = true;
    const Experiment experiment = current_->experiment();
    const std::shared_ptr<RunModel> before = current_;
    follow(manager_.start(experiment, options), experiment);
    current_->takeHistory(*before);
}

void Session::startUnrolled(const UnrolledPlan& plan) { queueUnrolled(plan, {}); }

void Session::continueUnrolled() {
    if (!unrolled_ || unrolled_->active()) return;
    const std::shared_ptr<UnrolledModel> before = unrolled_;
    queueUnrolled(before->plan(), before->folder());
    unrolled_->takeHistory(*before);
    Q_EMIT unrolledChanged();
}

/// @param folder  of a run that goes on; empty: a new one
void Session::queueUnrolled(const UnrolledPlan& plan, const std::filesystem::path& folder) {
    RunOptions options;
    options.threads = static_cast<std::size_t>(std::max(0, settings_.threads()));
    options.folder = folder;
    options.resume = !folder.empty();
    unrolled_ = std::make_shared<UnrolledModel>(manager_, queueUnrolledPlan(plan, manager_, options), plan);
    plans_.push_back(unrolled_);
    connect(unrolled_.get(), &UnrolledModel::finished, this, [this] {
        std::erase_if(plans_, [](const auto& each) { return !each->active(); });
        refreshRuns();
        Q_EMIT runsChanged();
    });
    settings_.addRecentRun(QString::fromStdString(std::filesystem::absolute(unrolled_->folder()).string()));
    Q_EMIT unrolledChanged();
    Q_EMIT runsChanged();
}

void Session::openUnrolled(const std::filesystem::path& folder) {
    const auto going = std::ranges::find_if(plans_, [&](const auto& plan) { return plan->folder() == folder; });
    if (going != plans_.end()) {
        unrolled_ = *going;
        Q_EMIT unrolledOpened(unrolled_->plan());
        Q_EMIT unrolledChanged();
        return;
    }
    inBackground(
        this, [folder] { return readUnrolledRun(folder); },
        [this, folder](Outcome<UnrolledRecord> outcome) {
            if (outcome.error) {
                Q_EMIT failed(tr("These networks could not be opened: %1").arg(QString::fromStdString(outcome.error->message())), QString::fromStdString(outcome.error->what()));
                return;
            }
            Q_EMIT unrolledOpened(outcome.value->plan);
            unrolled_ = std::make_shared<UnrolledModel>(std::move(*outcome.value), folder);
            Q_EMIT unrolledChanged();
        });
}

void Session::showRun(RunId id) {
    if (const RunInfo info = manager_.info(id); info.kind == DocumentKind::Unrolled) return openUnrolled(info.folder);
    const auto it = std::find_if(models_.begin(), models_.end(), [id](const auto& model) { return model->id() == id; });
    if (it != models_.end()) {
        current_ = *it;
        Q_EMIT currentRunChanged();
    } else {
        openRun(manager_.info(id).folder);
    }
}

void Session::refreshRuns() { runList_.refresh(manager_.root()); }

std::shared_ptr<RunModel> Session::watch(RunId id, const Experiment& experiment) {
    auto model = std::make_shared<RunModel>(manager_, id, experiment);
    connect(model.get(), &RunModel::finished, this, [this] {
        std::erase_if(models_, [](const auto& run) { return !run->active(); });
        refreshRuns();
        Q_EMIT runsChanged();
    });
    models_.push_back(model);
    return model;
}

void Session::follow(RunId id, const Experiment& experiment) {
    current_ = watch(id, experiment);
    settings_.addRecentRun(QString::fromStdString(std::filesystem::absolute(current_->folder()).string()));
    refreshRuns();
    Q_EMIT currentRunChanged();
    Q_EMIT runsChanged();
}

void Session::startRace(const Race& race) {
    const std::vector<RaceRun> runs = runsOf(race);
    if (race_ && !race_->active() && !goingOn_ && joinRaceFolder(race_->folder(), race)) {
        openRace(race_->folder(), true);
        return;
    }
    const std::filesystem::path folder = newRunFolder(manager_.root(), race.name);
    const auto threads = static_cast<std::size_t>(std::max(0, settings_.threads()));
    openRaceFolder(folder, race, threads);
    std::vector<RaceModel::Entry> entries;
    for (QueuedRun& queued : queueRace(runs, folder, manager_, threads)) {
        auto model = queued.id == 0 ? nullptr : watch(queued.id, queued.run.experiment);
        entries.push_back({std::move(queued.run), std::move(model), std::move(queued.error)});
    }
    showRace(race, folder, std::move(entries));
    Q_EMIT runsChanged();
}

void Session::openRace(const std::filesystem::path& folder, bool goOn) {
    if (goOn && std::exchange(goingOn_, true)) return; // asked twice
    inBackground(
        this, [folder] { return readRaceRecord(folder); },
        [this, folder, goOn](Outcome<RaceRecord> outcome) {
            if (goOn) goingOn_ = false;
            if (outcome.error) {
                Q_EMIT failed(tr("This race could not be opened: %1").arg(QString::fromStdString(outcome.error->message())),
                              QString::fromStdString(outcome.error->what()));
                return;
            }
            RaceRecord& record = *outcome.value;
            std::vector<QueuedRun> queue(record.runs.size());
            if (goOn) queue = queueRace(record.runs, folder, manager_, static_cast<std::size_t>(std::max(0, settings_.threads())));
            std::vector<RaceModel::Entry> entries;
            for (std::size_t i = 0; i < queue.size(); ++i) {
                auto model = record.records[i] ? std::make_shared<RunModel>(*record.records[i]) : nullptr;
                if (queue[i].id != 0) {
                    const auto before = std::exchange(model, watch(queue[i].id, record.runs[i].experiment));
                    if (before) model->takeHistory(*before);
                }
                entries.push_back({record.runs[i], std::move(model), queue[i].error});
            }
            if (!goOn) Q_EMIT raceOpened(record.race);
            showRace(record.race, folder, std::move(entries));
            race_->setResult(std::move(record.result));
            Q_EMIT runsChanged();
        });
}

void Session::showRace(const Race& race, const std::filesystem::path& folder, std::vector<RaceModel::Entry> entries) {
    race_ = std::make_shared<RaceModel>(race, folder, std::move(entries));
    const std::weak_ptr shown(race_);
    for (const auto& [signal, write] : {std::pair(&RaceModel::runFinished, false), std::pair(&RaceModel::finished, true)})
        connect(race_.get(), signal, this, [this, shown, write = write] {
            if (const auto found = shown.lock()) readRaceResults(found, write);
        });
    Q_EMIT raceChanged();
}

/// The exact numbers of the rows, and where it is over the table in the folder.
void Session::readRaceResults(const std::shared_ptr<RaceModel>& race, bool write) {
    inBackground(
        this,
        [document = race->race(), folder = race->folder(), write] {
            RaceResult result = readRaceResult(document, folder);
            if (write) writeRaceResult(document, folder, result);
            return result;
        },
        [this, race, write](Outcome<RaceResult> outcome) {
            if (!write && !race->active()) return; // the last reading is the right one
            if (outcome.value) race->setResult(std::move(*outcome.value));
            else Q_EMIT failed((write ? tr("The table of the race was not written: %1") : tr("The results of the race were not read: %1")).arg(QString::fromStdString(outcome.error->message())), QString::fromStdString(outcome.error->what()));
        });
}

} // namespace orthant::ui
