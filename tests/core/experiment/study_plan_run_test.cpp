// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_plan_run.h"

#include "core/experiment/execute.h"
#include "core/io/json_document.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_writer.h"
#include "core/geometry/study.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

namespace {

/// Two studies and, between them, a look at the run of net.json beside the plan.
StudyPlan smallPlan(const fs::path& folder) {
    writeFileAtomically(folder / "net.json", toJson(support::tinyExperiment(1)));
    return parseStudyPlan(R"({"orthant": 1, "kind": "studies", "name": "small", "title": "Small", "seed": 5, "network": "net.json", "steps": [
        {"study": {"id": "angle", "dimension": 20, "samples": 300}},
        {"study": {"id": "layer_geometry", "samples": 50}},
        {"study": {"id": "angle", "dimension": 40, "samples": 300}}]})",
                          folder);
}

struct Watched {
    std::vector<std::size_t> steps;
    int trainings = 0, resumptions = 0;
    RunFinished finished;
};

Watched run(const StudyPlan& plan, const fs::path& folder, bool resume = false, std::stop_source stop = {}, std::size_t stopAt = 99) {
    Watched watched;
    StudyPlanHooks hooks;
    hooks.train = [&](const Experiment& experiment, const fs::path& network, bool unfinished) {
        ++(unfinished ? watched.resumptions : watched.trainings);
        if (!unfinished) createRunFolder(network, experiment, 0);
        RunControl control;
        return execute(experiment, network, unfinished, control, [](const RunEvent&) {});
    };
    hooks.starting = [&](std::size_t step) {
        watched.steps.push_back(step);
        if (step == stopAt) stop.request_stop();
    };
    Progress progress(stop.get_token());
    watched.finished = runStudyPlan(plan, folder, resume, 0, progress, hooks);
    return watched;
}

Json json(const fs::path& file) { return parseJsonDocument(readTextFile(file)); }

} // namespace

TEST_CASE("A study plan trains its network, runs its steps and leaves a folder that says so") {
    const TemporaryFolder root;
    const StudyPlan plan = smallPlan(root.path());
    const Watched watched = run(plan, root / "out");
    REQUIRE(watched.finished.error.empty());
    CHECK(watched.finished.status == RunStatus::Finished);
    CHECK(watched.trainings == 1);
    CHECK(watched.steps == std::vector<std::size_t>{0, 1, 2});
    for (const char* name : {"01_angle", "02_layer_geometry", "03_angle"})
        for (const char* ending : {".json", ".csv"}) CHECK(fs::exists(root / "out" / "studies" / (std::string(name) + ending)));

    const Json summary = json(root / "out/summary.json");
    CHECK(summary.at("kind") == "studies");
    CHECK(summary.at("status") == "finished");
    REQUIRE(summary.at("steps").size() == 3);
    const Json step = json(root / "out" / summary.at("steps")[2].at("file").get<std::string>());
    CHECK(step.at("seed") == 5);
    CHECK(step.at("parameters").at("dimension") == 40);
    CHECK(step.at("measured") == summary.at("steps")[2].at("measured"));
    // The same as the study alone with this seed.
    StudyContext context;
    context.seed = 5;
    CHECK(step.at("measured").at("mean_deg") == runStudy(plan.steps[2].study, context).measured().at("mean_deg"));
    CHECK(json(root / "out/network/experiment.json").at("seed") == 5);
    CHECK(json(root / "out/environment.json").at("seed") == 5);

    CHECK(isPlanFolder(root / "out"));
    CHECK(readRunPlan(root / "out") == plan);
    CHECK(readRunPlan(root / "out").folder == root.path());
    const RunSummary read = readRunSummary(root / "out");
    CHECK(read.kind == DocumentKind::Studies);
    CHECK(read.error.empty());
    CHECK(read.title == "Small");
    CHECK(read.status == "finished");
    CHECK(listRuns(root.path()).empty()); // no training run lies directly there
    CHECK(listRuns(root / "out").size() == 1);
}

TEST_CASE("A plan that goes on skips what is finished and repeats what is damaged or of another plan") {
    const TemporaryFolder root;
    const StudyPlan plan = smallPlan(root.path());
    run(plan, root / "out");
    const std::string whole = readTextFile(root / "out/studies/03_angle.json");
    const Watched nothing = run(plan, root / "out", true);
    CHECK(nothing.trainings + nothing.resumptions == 0);
    CHECK(nothing.steps.empty());
    CHECK(json(root / "out/summary.json").at("steps").size() == 3);

    writeFileAtomically(root / "out/studies/03_angle.json", whole.substr(0, 40));
    fs::remove(root / "out/studies/01_angle.json");
    fs::remove(root / "out/network/summary.json");
    const Watched repeated = run(plan, root / "out", true);
    CHECK(repeated.resumptions == 1);
    CHECK(repeated.steps == std::vector<std::size_t>{0, 2});
    CHECK(readTextFile(root / "out/studies/03_angle.json") == whole);

    CHECK(mentions(errorOf([&] { return run(plan, root / "out"); }), {"out", "results already"}));
    CHECK(mentions(errorOf([&] { return run(withValue(plan, "/seed", "6"), root / "out", true); }), {"out", "another plan"}));
    CHECK(mentions(errorOf([&] { return run(plan, root / "none", true); }), {"none", "no results"}));
    fs::remove(root / "net.json");
    CHECK(mentions(errorOf([&] { return run(plan, root / "out", true); }), {"/network"}));
}

TEST_CASE("A stopped plan keeps its finished steps, and a failed one says which step failed") {
    const TemporaryFolder root;
    const StudyPlan plan = smallPlan(root.path());
    const Watched stopped = run(plan, root / "stopped", false, std::stop_source(), 1);
    CHECK(stopped.finished.status == RunStatus::Stopped);
    CHECK(json(root / "stopped/summary.json").at("status") == "stopped");
    CHECK(json(root / "stopped/summary.json").at("steps").size() == 1);
    CHECK_FALSE(fs::exists(root / "stopped/studies/02_layer_geometry.json"));
    CHECK(run(plan, root / "stopped", true).steps == std::vector<std::size_t>{1, 2});

    const StudyPlan wrong = withValue(plan, "/steps/1/study/run", "nowhere");
    const Watched failed = run(wrong, root / "failed");
    CHECK(failed.finished.status == RunStatus::Failed);
    CHECK(mentions(failed.finished.error, {"step 2 (layer_geometry)", "nowhere"}));
    CHECK(readRunSummary(root / "failed").status == "failed");
    CHECK(fs::exists(root / "failed/studies/01_angle.json"));

    const StudyPlan noNetwork = withValue(plan, "/network", "");
    CHECK(mentions(run(noNetwork, root / "none").finished.error, {"step 2 (layer_geometry)", "/run"}));

    writeFileAtomically(root / "net.json", toJson(withValue(withValue(support::tinyExperiment(1), "/data/id", "csv"), "/data/file", "none.csv")));
    const Watched untrained = run(plan, root / "untrained");
    CHECK(untrained.finished.status == RunStatus::Failed);
    CHECK(mentions(untrained.finished.error, {"network: ", "none.csv"}));
}
