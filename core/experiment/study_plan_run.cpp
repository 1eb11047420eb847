// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_plan_run.h"

#include "core/experiment/run_folder.h"
#include "core/experiment/run_writer.h"
#include "core/experiment/study_file.h"
#include "core/experiment/trained_run.h"
#include "core/io/file.h"

#include <chrono>
#include <cstdio>
#include <new>

namespace orthant {

namespace fs = std::filesystem;

namespace {

/// The document of a finished step; null when there is none, or one of another study.
Json finishedStep(const fs::path& file, const Component& study, std::uint64_t seed) {
    try {
        Json document = parseJsonDocument(readTextFile(file));
        if (document.at("study") == study.id && document.at("seed") == seed && document.at("parameters") == toJsonValue(*study.params))
            return document;
    } catch (const std::exception&) {
        // Missing or damaged: the step is run again.
    }
    return nullptr;
}

class PlanRun {
  public:
    PlanRun(const StudyPlan& plan, const fs::path& folder, Progress& progress, const StudyPlanHooks& hooks)
        : plan_(plan), folder_(folder), progress_(progress), hooks_(hooks), lock_(folder) {}

    RunFinished run() {
        fs::remove(folder_ / "summary.json"); // a plan that goes on has no result yet
        const auto start = std::chrono::steady_clock::now();
        RunFinished finished;
        try {
            finished = work();
        } catch (const std::bad_alloc&) {
            finished = {RunStatus::Failed, place_ + "there is not enough memory", 0};
        } catch (const std::exception& error) {
            finished = {RunStatus::Failed, place_ + error.what(), 0};
        }
        finished.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        writeSummary(finished);
        return finished;
    }

  private:
    RunFinished work() {
        place_ = "network: ";
        if (const auto experiment = networkOf(plan_))
            if (const RunFinished trained = train(*experiment); trained.status != RunStatus::Finished)
                return {trained.status, trained.error.empty() ? "" : place_ + trained.error, 0};
        for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
            place_ = "step " + std::to_string(i + 1) + " (" + plan_.steps[i].study.id + "): ";
            if (progress_.cancelled()) return {RunStatus::Stopped, "", 0};
            if (!runStep(i)) return {RunStatus::Stopped, "", 0};
        }
        return {};
    }

    RunFinished train(const Experiment& experiment) {
        const bool begun = fs::exists(network() / "experiment.json");
        if (begun && readRunExperiment(network()) != experiment)
            throw Error("the folder holds a run of another experiment", network().string());
        if (begun && readRunSummary(network()).status == "finished") return {};
        return hooks_.train(experiment, network(), begun);
    }

    /// False when it was stopped.
    bool runStep(std::size_t i) {
        const Component study = studyOf(plan_, i, plan_.network.empty() ? fs::path() : network());
        const fs::path file = folder_ / "studies" / stepFileName(plan_, i);
        Json document = finishedStep(file.string() + ".json", study, plan_.seed);
        if (document.is_null()) {
            if (hooks_.starting) hooks_.starting(i);
            StudyContext context;
            context.seed = plan_.seed;
            context.progress = &progress_;
            context.openRun = [this](const std::string& run) { return open(run); };
            const StudyResult result = runStudy(study, context);
            if (progress_.cancelled()) return false;
            writeStudy(file.string() + ".csv", study, plan_.seed, result);
            writeStudy(file.string() + ".json", study, plan_.seed, result);
            document = studyDocument(study, plan_.seed, result);
        }
        steps_.push_back({{"title", plan_.steps[i].title},
                          {"study", study.id},
                          {"file", "studies/" + stepFileName(plan_, i) + ".json"},
                          {"measured", document.at("measured")},
                          {"theory", document.at("theory")}});
        return true;
    }

    /// The steps of a plan mostly look at the same run.
    std::shared_ptr<TrainedNetwork> open(const std::string& run) {
        if (!opened_ || openedFrom_ != run) opened_ = openTrainedRun(run);
        openedFrom_ = run;
        return opened_;
    }

    void writeSummary(const RunFinished& finished) const {
        const char* status = finished.status == RunStatus::Finished  ? "finished"
                             : finished.status == RunStatus::Stopped ? "stopped"
                                                                     : "failed";
        const Json summary{{"formatVersion", 1},           {"kind", "studies"},         {"name", plan_.name},
                           {"status", status},             {"error", finished.error},   {"seconds", finished.seconds},
                           {"metrics", Json::object()},    {"model", nullptr},          {"steps", steps_}};
        writeFileAtomically(folder_ / "summary.json", summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    }

    fs::path network() const { return folder_ / "network"; }

    const StudyPlan& plan_;
    fs::path folder_;
    Progress& progress_;
    const StudyPlanHooks& hooks_;
    FolderLock lock_;
    std::string place_; ///< for the message of a failure
    Json steps_ = Json::array();
    std::string openedFrom_;
    std::shared_ptr<TrainedNetwork> opened_;
};

} // namespace

RunFinished runStudyPlan(const StudyPlan& plan, const fs::path& folder, bool resume, std::size_t threads, Progress& progress,
                         const StudyPlanHooks& hooks) {
    // Paths in the parameters of steps do not change with the folder from which a plan is resumed.
    const fs::path whole = fs::absolute(folder);
    (void)networkOf(plan); // a network that is not there is a mistake of the document, not of the work
    if (!resume) createResultFolder(whole, DocumentKind::Studies, toJson(plan), plan.seed, plan.folder, threads);
    else if (!isPlanFolder(whole)) throw Error("there are no results of a study plan to go on with", folder.string());
    else if (readRunPlan(whole) != plan) throw Error("the results in this folder are of another plan; only the same one can be resumed", folder.string());
    return PlanRun(plan, whole, progress, hooks).run();
}

std::string stepFileName(const StudyPlan& plan, std::size_t step) {
    char number[8];
    std::snprintf(number, sizeof number, "%02d_", static_cast<int>(step + 1));
    return number + plan.steps[step].study.id;
}

bool isPlanFolder(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "plan.json", error);
}

StudyPlan readRunPlan(const fs::path& folder) {
    StudyPlan plan = readStudyPlan(folder / "plan.json");
    plan.folder = startFolder(folder, plan.folder);
    return plan;
}

} // namespace orthant
