// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_manager.h"

#include "core/base/error.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_folder.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

using namespace orthant;
namespace fs = std::filesystem;

namespace {

/// Waits for something that will happen; the limit only ends a test that has failed.
bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 6000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

bool reaches(const RunManager& manager, RunId id, RunStatus status) {
    return eventually([&] { return manager.info(id).status == status; });
}

constexpr int longRun = 100000; // epochs: it ends by being stopped

std::string timeless(const fs::path& folder) {
    std::string text;
    for (MetricReading reading : readMetrics(folder / "metrics.csv")) {
        reading.seconds = 0;
        reading.samplesPerSecond.reset();
        text += toLine(reading);
    }
    return text;
}

} // namespace

TEST_CASE("A run goes from start to end, and its events are taken once") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 2);
    CHECK(manager.root() == root.path());
    const RunId id = manager.start(support::tinyExperiment());
    REQUIRE(reaches(manager, id, RunStatus::Finished));
    const RunInfo info = manager.info(id);
    CHECK(info.name == "tiny");
    CHECK(info.step == 60);
    CHECK(info.totalSteps == 60);
    CHECK(info.secondsLeft == 0);
    CHECK(info.samplesPerSecond > 0);
    CHECK(info.folder.parent_path() == root.path());
    const auto events = manager.takeEvents(id);
    CHECK(std::holds_alternative<RunStarted>(events.front()));
    CHECK(std::holds_alternative<RunFinished>(events.back()));
    CHECK(manager.takeEvents(id).empty());
    CHECK_THROWS_AS(manager.info(id + 1), Error);
    CHECK(listRuns(root.path()).size() == 1);
}

TEST_CASE("A run pauses, makes single steps and goes on") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    RunOptions options;
    options.startPaused = true;
    const RunId id = manager.start(support::tinyExperiment(), options);
    REQUIRE(eventually([&] { return manager.info(id).totalSteps == 60; }));
    CHECK(manager.info(id).status == RunStatus::Paused);
    CHECK(manager.info(id).step == 0);
    for (int step = 1; step <= 3; ++step) {
        manager.step(id);
        REQUIRE(eventually([&] { return manager.info(id).step == step; }));
    }
    // Each single step is shown, although rows are due every 7 steps.
    std::vector<std::int64_t> shown;
    REQUIRE(eventually([&] {
        for (const RunEvent& event : manager.takeEvents(id))
            if (const auto* row = std::get_if<MetricReading>(&event)) shown.push_back(row->step);
        return shown.size() >= 3;
    }));
    CHECK(shown == std::vector<std::int64_t>{1, 2, 3});
    manager.resume(id);
    REQUIRE(reaches(manager, id, RunStatus::Finished));

    // The files are those of a run that was never paused.
    const RunId other = manager.start(support::tinyExperiment());
    REQUIRE(reaches(manager, other, RunStatus::Finished));
    CHECK(timeless(manager.info(id).folder) == timeless(manager.info(other).folder));
}

TEST_CASE("Results do not depend on what else runs, and folders never collide") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 2);
    const RunId busy = manager.start(support::tinyExperiment(longRun));
    const RunId first = manager.start(support::tinyExperiment());
    REQUIRE(reaches(manager, first, RunStatus::Finished));
    manager.stop(busy);
    REQUIRE(reaches(manager, busy, RunStatus::Stopped));
    const RunId second = manager.start(support::tinyExperiment());
    REQUIRE(reaches(manager, second, RunStatus::Finished));
    CHECK(timeless(manager.info(first).folder) == timeless(manager.info(second).folder));
    CHECK(manager.info(first).folder != manager.info(second).folder);
    CHECK(listRuns(root.path()).size() == 3);
}

TEST_CASE("Runs beyond the limit wait in order") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const RunId active = manager.start(support::tinyExperiment(longRun));
    const RunId second = manager.start(support::tinyExperiment(longRun));
    const RunId third = manager.start(support::tinyExperiment());
    CHECK(manager.info(second).status == RunStatus::Queued);
    CHECK(manager.info(third).status == RunStatus::Queued);
    manager.stop(active);
    REQUIRE(reaches(manager, second, RunStatus::Running));
    CHECK(manager.info(third).status == RunStatus::Queued);
    // A queued run does not wait for its turn to be stopped.
    manager.stop(third);
    REQUIRE(reaches(manager, third, RunStatus::Stopped));
    CHECK(readRunSummary(manager.info(third).folder).status == "stopped");
    manager.stopAll();
    for (const RunInfo& info : manager.runs()) CHECK(info.status == RunStatus::Stopped);
}

TEST_CASE("A stop while the data are made is obeyed") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const RunId id = manager.start(withValue(support::tinyExperiment(), "/data", R"({"id": "glyphs", "train": 300000})"));
    REQUIRE(eventually([&] { return manager.info(id).status == RunStatus::Running; }));
    manager.stop(id);
    REQUIRE(reaches(manager, id, RunStatus::Stopped));
    CHECK(manager.info(id).totalSteps == 0); // the loop was never reached
    CHECK(readRunSummary(manager.info(id).folder).status == "stopped");
}

TEST_CASE("A failing run says why and disturbs nobody") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const RunId bad = manager.start(withValue(support::tinyExperiment(), "/data", R"({"id": "idx", "folder": "not/there"})"));
    const RunId good = manager.start(support::tinyExperiment());
    REQUIRE(reaches(manager, good, RunStatus::Finished));
    CHECK(manager.info(bad).status == RunStatus::Failed);
    CHECK(manager.info(bad).error.find("not/there") != std::string::npos);
}

TEST_CASE("The end of the manager stops all runs and leaves complete folders") {
    const TemporaryFolder root;
    {
        RunManager manager(root.path(), 2);
        for (int i = 0; i < 4; ++i) manager.start(support::tinyExperiment(longRun));
        RunOptions paused;
        paused.startPaused = true;
        manager.start(support::tinyExperiment(longRun), paused);
    }
    const auto runs = listRuns(root.path());
    CHECK(runs.size() == 5);
    for (const RunSummary& run : runs) CHECK(run.status == "stopped");
}

TEST_CASE("A folder is resumed with its own experiment only") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    RunOptions options;
    options.folder = root / "here";
    const RunId first = manager.start(support::tinyExperiment(), options);
    REQUIRE(reaches(manager, first, RunStatus::Finished));
    CHECK_THROWS_AS(manager.start(support::tinyExperiment(), options), Error);
    options.resume = true;
    CHECK_THROWS_AS(manager.start(support::tinyExperiment(4), options), Error);
    const RunId again = manager.start(support::tinyExperiment(), options);
    REQUIRE(reaches(manager, again, RunStatus::Finished));
    CHECK(manager.info(again).folder == options.folder);
}

TEST_CASE("Runs that wait start by priority, which may change while they wait") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const RunId active = manager.start(support::tinyExperiment(longRun));
    RunOptions urgent;
    urgent.priority = 2;
    const RunId first = manager.start(support::tinyExperiment(longRun));
    const RunId second = manager.start(support::tinyExperiment(longRun), urgent);
    const RunId third = manager.start(support::tinyExperiment(longRun));
    CHECK(manager.info(active).place == 0);
    CHECK(manager.info(second).place == 1);
    CHECK(manager.info(first).place == 2);
    manager.setPriority(third, 1);
    CHECK(manager.info(third).place == 2);
    CHECK(manager.info(third).priority == 1);
    CHECK(manager.info(first).place == 3);
    manager.setPriority(first, 9); // no run makes way for another
    CHECK(manager.info(active).status == RunStatus::Running);
    CHECK(manager.info(first).place == 1);
    manager.stop(active);
    REQUIRE(reaches(manager, first, RunStatus::Running));
    CHECK(manager.info(second).status == RunStatus::Queued);
    CHECK(manager.info(second).place == 1);
}

TEST_CASE("A paused run gives its place to the next one and waits for a place when it goes on") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const RunId first = manager.start(support::tinyExperiment(longRun));
    const RunId second = manager.start(support::tinyExperiment(longRun));
    manager.pause(first);
    CHECK(manager.info(first).status == RunStatus::Paused);
    CHECK(manager.info(second).status == RunStatus::Running);
    manager.resume(first);
    CHECK(manager.info(first).status == RunStatus::Queued);
    CHECK(manager.info(first).place == 1);
    manager.stop(second);
    REQUIRE(reaches(manager, first, RunStatus::Running));

    // One that has not begun can be paused too, and is then passed over.
    const RunId third = manager.start(support::tinyExperiment(longRun));
    const RunId fourth = manager.start(support::tinyExperiment());
    manager.pause(third);
    CHECK(manager.info(third).status == RunStatus::Paused);
    CHECK(manager.info(fourth).place == 1);
    manager.stop(first);
    REQUIRE(reaches(manager, fourth, RunStatus::Finished));
    CHECK(manager.info(third).status == RunStatus::Paused);
    manager.resume(third);
    CHECK(manager.info(third).status == RunStatus::Running);
}

TEST_CASE("The limit may change while runs work and wait") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    std::vector<RunId> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(manager.start(support::tinyExperiment(longRun)));
    const auto working = [&] {
        return std::ranges::count_if(ids, [&](RunId id) { return manager.info(id).status == RunStatus::Running; });
    };
    CHECK(working() == 1);
    manager.setLimit(3);
    CHECK(manager.limit() == 3);
    CHECK(working() == 3);
    manager.setLimit(1); // those that work go on
    CHECK(working() == 3);
    manager.stop(ids[0]);
    REQUIRE(reaches(manager, ids[0], RunStatus::Stopped));
    CHECK(manager.info(ids[3]).status == RunStatus::Queued);
}

TEST_CASE("A run gives the same rows and the same model alone and beside three others") {
    const TemporaryFolder root;
    RunManager alone(root / "alone", 1), crowded(root / "crowded", 4);
    const RunId single = alone.start(support::tinyExperiment(5));
    REQUIRE(reaches(alone, single, RunStatus::Finished));
    std::vector<RunId> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(crowded.start(support::tinyExperiment(5)));
    for (const RunId id : ids) {
        REQUIRE(reaches(crowded, id, RunStatus::Finished));
        CHECK(timeless(crowded.info(id).folder) == timeless(alone.info(single).folder));
        CHECK(readFile(crowded.info(id).folder / "model.safetensors") == readFile(alone.info(single).folder / "model.safetensors"));
    }
}

TEST_CASE("Other work stands in the queue like a run: it waits, pauses, tells how far it is and ends") {
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    // Ten steps, each of which waits for the test.
    std::atomic<int> allowed = 0;
    const auto counting = [&allowed](RunControl& control) {
        control.totalSteps = 10;
        while (control.stepsDone < 10) {
            if (control.awaitTurn() == RunControl::Turn::Stop) return RunFinished{RunStatus::Stopped, "", 1};
            if (control.stepsDone < allowed) ++control.stepsDone;
            else std::this_thread::yield();
        }
        return RunFinished{};
    };
    const RunId busy = manager.start(support::tinyExperiment(longRun));
    RunOptions urgent;
    urgent.priority = 1;
    const RunId training = manager.start(support::tinyExperiment());
    const RunId work = manager.start(QueuedWork{DocumentKind::Unrolled, "plan", root / "plan", counting}, urgent);
    CHECK(manager.info(work).kind == DocumentKind::Unrolled);
    CHECK(manager.info(training).kind == DocumentKind::Training);
    CHECK(manager.info(work).name == "plan");
    CHECK(manager.info(work).folder == root / "plan");
    CHECK(manager.info(work).status == RunStatus::Queued);
    CHECK(manager.info(work).place == 1); // before the training that came first
    manager.stop(busy);
    REQUIRE(reaches(manager, work, RunStatus::Running));
    allowed = 4;
    REQUIRE(eventually([&] { return manager.info(work).step == 4; }));
    CHECK(manager.info(work).totalSteps == 10);
    manager.pause(work);
    CHECK(manager.info(work).status == RunStatus::Paused);
    REQUIRE(reaches(manager, training, RunStatus::Finished)); // in its place
    CHECK(manager.info(work).step == 4);
    allowed = 10;
    manager.resume(work);
    REQUIRE(reaches(manager, work, RunStatus::Finished));
    CHECK(manager.takeEvents(work).empty());

    allowed = 0;
    const RunId stopped = manager.start(QueuedWork{DocumentKind::Unrolled, "stopped", root / "stopped", counting});
    manager.stop(stopped);
    REQUIRE(reaches(manager, stopped, RunStatus::Stopped));
    const RunId failing = manager.start(QueuedWork{DocumentKind::Unrolled, "failing", root / "failing",
                                                   [](RunControl&) -> RunFinished { throw Error("no matrix", "a.npy"); }});
    REQUIRE(reaches(manager, failing, RunStatus::Failed));
    CHECK_THAT(manager.info(failing).error, containsText("no matrix"));
    REQUIRE(reaches(manager, manager.start(support::tinyExperiment()), RunStatus::Finished)); // its place is free
}
