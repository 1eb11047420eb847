// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/session.h"

#include "core/base/error.h"
#include "ui/models/background.h"

#include <algorithm>

namespace orthant::ui {

Session::Session(Settings& settings, Theme& theme, QObject* parent)
    : QObject(parent), settings_(settings), theme_(theme), manager_(settings.runsFolder().toStdString()) {
    refreshRuns();
}

void Session::openExperiment(const std::filesystem::path& nameOrFile) {
    const std::filesystem::path file = findExperiment(nameOrFile.string());
    const bool studies = documentKind(file) == DocumentKind::Studies;
    if (studies) plan_ = std::make_shared<StudyPlan>(readStudyPlan(file));
    else experiment_.load(readExperiment(file), file);
    settings_.addRecentFile(QString::fromStdString(std::filesystem::absolute(file).string()));
    if (studies) Q_EMIT planOpened();
    else Q_EMIT experimentOpened();
}

void Session::open(const std::filesystem::path& path) {
    std::error_code none;
    const std::string expected = "expected an experiment file (.json) or a run folder (one with experiment.json in it)";
    if (std::filesystem::is_directory(path, none)) {
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

void Session::showRun(RunId id) {
    const auto it = std::find_if(models_.begin(), models_.end(), [id](const auto& model) { return model->id() == id; });
    if (it != models_.end()) {
        current_ = *it;
        Q_EMIT currentRunChanged();
    } else {
        openRun(manager_.info(id).folder);
    }
}

void Session::refreshRuns() { runList_.refresh(manager_.root()); }

void Session::follow(RunId id, const Experiment& experiment) {
    auto model = std::make_shared<RunModel>(manager_, id, experiment);
    settings_.addRecentRun(QString::fromStdString(std::filesystem::absolute(model->folder()).string()));
    connect(model.get(), &RunModel::finished, this, [this] {
        std::erase_if(models_, [](const auto& run) { return !run->active(); });
        refreshRuns();
        Q_EMIT runsChanged();
    });
    models_.push_back(model);
    current_ = std::move(model);
    refreshRuns();
    Q_EMIT currentRunChanged();
    Q_EMIT runsChanged();
}

} // namespace orthant::ui
