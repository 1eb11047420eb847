// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/race_run.h"

#include "core/experiment/run_files.h"
#include "core/experiment/run_writer.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace orthant;
namespace fs = std::filesystem;

namespace {

/// Two methods, two seeds, one epoch of the tiny experiment.
Race tinyRace(const fs::path& root, const std::string& epochs = "1") {
    std::ofstream(root / "tiny.json") << toJson(support::tinyExperiment());
    return parseRace(R"({"orthant": 1, "kind": "race", "name": "tiny_race", "experiment": "tiny.json", "methods": ["bnn", "bnn_plus"],
        "seeds": [1, 2], "set": {"/training/epochs": )" + epochs + "}}", root);
}

std::string rowsOf(const fs::path& run) {
    std::string text;
    for (MetricReading reading : readMetrics(run / "metrics.csv")) {
        reading.seconds = 0;
        reading.samplesPerSecond.reset();
        text += toLine(reading);
    }
    return text;
}

} // namespace

TEST_CASE("A race leaves a run folder for each method and seed, a table and a summary") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path());
    std::size_t most = 0;
    const RaceResult result = runRace(race, root / "out", {}, {}, [&](const std::vector<RunInfo>& runs) { most = std::max(most, runs.size()); });
    CHECK(most == 4);
    CHECK(result.status == "finished");
    CHECK(result.error.empty());
    REQUIRE(result.methods.size() == 2);
    for (const MethodResult& method : result.methods) {
        INFO(method.id);
        REQUIRE(method.runs.size() == 2);
        REQUIRE(method.accuracy);
        const double a = *method.runs[0].summary.testAccuracy, b = *method.runs[1].summary.testAccuracy;
        CHECK(method.accuracy->mean == Approx((a + b) / 2));
        CHECK(*method.accuracy->spread == Approx(std::abs(a - b) / std::sqrt(2.0)).margin(1e-12));
        CHECK(*method.bitsPerWeight > 1);
        CHECK(*method.modelBytes == Approx(static_cast<double>(fs::file_size(root / "out" / method.runs[0].run.folder / "model.safetensors"))).epsilon(0.05));
        CHECK(*method.flipsPerWeight > 0);
        CHECK(*method.flipsPerWeight < 20); // at most once in each step
        CHECK(*method.secondsPerEpoch > 0);
    }
    const Json summary = parseJsonDocument(readTextFile(root / "out" / "summary.json"));
    CHECK(summary["kind"] == "race");
    CHECK(summary["methods"][1]["runs"][0]["status"] == "finished");
    const std::string csv = readTextFile(root / "out" / "race.csv");
    CHECK(std::ranges::count(csv, '\n') == 3);
    CHECK(mentions(csv, {"method,runs,finished,test_accuracy_mean", "\nbnn,2,2,", "\nbnn_plus,2,2,"}));

    CHECK(isRaceFolder(root / "out"));
    CHECK(readRaceFolder(root / "out") == race);
    CHECK(baseOf(readRaceFolder(root / "out")) == baseOf(race)); // relative paths start where they did
    CHECK(readRunSummary(root / "out").kind == DocumentKind::Race);
    CHECK(listRuns(root.path()).empty()); // a race is no run
    CHECK(listRuns(root / "out" / "runs").size() == 4);
}

TEST_CASE("A race that was stopped goes on, and ends as one that was not") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path(), "240"); // long enough to be seen at work, however fast the machine
    std::stop_source stop;
    const RaceResult part = runRace(race, root / "out", {}, stop.get_token(), [&](const std::vector<RunInfo>& runs) {
        if (std::ranges::any_of(runs, [](const RunInfo& run) { return run.step > 20; })) stop.request_stop();
    });
    CHECK(part.status == "stopped");
    CHECK(runRace(race, root / "out", {}, {}).status == "finished");
    CHECK(runRace(race, root / "other", {1, 1, 1, 1}, {}).status == "finished");
    for (const RaceRun& run : runsOf(race)) {
        INFO(run.folder);
        CHECK(rowsOf(root / "out" / run.folder) == rowsOf(root / "other" / run.folder));
    }
    const auto written = fs::last_write_time(root / "out" / runsOf(race)[0].folder / "summary.json");
    CHECK(runRace(race, root / "out", {}, {}).status == "finished"); // nothing is left to do
    CHECK(fs::last_write_time(root / "out" / runsOf(race)[0].folder / "summary.json") == written);
}

TEST_CASE("A broken run never blocks the others") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path());
    openRaceFolder(root / "out", race, 0);
    const auto runs = runsOf(race);
    fs::create_directories(root / "out" / runs[0].folder);
    std::ofstream(root / "out" / runs[0].folder / "experiment.json") << "{";       // not readable
    createRunFolder(root / "out" / runs[1].folder, support::tinyExperiment(), 0); // of another experiment
    const RaceResult result = runRace(race, root / "out", {}, {});
    CHECK(result.status == "failed");
    CHECK(mentions(result.error, {"bnn_seed1", "line 1"}));
    CHECK(result.methods[0].accuracy->count == 1);
    CHECK(result.methods[1].accuracy->count == 1);
    CHECK(mentions(result.methods[1].runs[0].summary.error, {"another experiment"}));
}

TEST_CASE("Shards share a folder, and the last one completes the table") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path());
    RaceOptions second;
    second.shard = 2;
    second.shards = 2;
    RaceOptions first = second;
    first.shard = 1;
    const RaceResult half = runRace(race, root / "out", second, {});
    CHECK(half.status == "stopped");
    CHECK(half.methods[0].runs[0].summary.status == "unfinished");
    CHECK(half.methods[1].accuracy->count == 2);
    CHECK(runRace(race, root / "out", first, {}).status == "finished");
}

TEST_CASE("A folder with other results is refused") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path());
    openRaceFolder(root / "out", race, 0);
    CHECK_NOTHROW(openRaceFolder(root / "out", race, 0));
    CHECK(mentions(errorOf([&] { return openRaceFolder(root / "out", withValue(race, "/seeds", "[5]"), 0), 0; }), {"another race"}));
    createRunFolder(root / "run", support::tinyExperiment(), 0);
    CHECK(mentions(errorOf([&] { return openRaceFolder(root / "run", race, 0), 0; }), {"holds results already"}));
}

TEST_CASE("A race with another method joins a folder that has runs of it, and only the new ones are trained") {
    const TemporaryFolder root;
    const Race race = tinyRace(root.path());
    (void)runRace(race, root / "out", {}, {});
    const Race more = withValue(race, "/methods", R"(["bnn_plus", {"title": "Steep", "weights": {"id": "swish_sign", "beta": 9.0}}])");
    const auto kept = runsOf(race)[1];
    REQUIRE(kept.folder == "runs/bnn_plus_seed1");
    const auto written = fs::last_write_time(root / "out" / kept.folder / "summary.json");
    REQUIRE(joinRaceFolder(root / "out", more));
    CHECK_FALSE(fs::exists(root / "out" / "summary.json"));
    const RaceResult result = runRace(more, root / "out", {}, {});
    CHECK(result.status == "finished");
    CHECK(result.methods[1].accuracy->count == 2);
    CHECK(fs::last_write_time(root / "out" / kept.folder / "summary.json") == written);
    CHECK(joinRaceFolder(root / "out", race)); // what was taken out is still there
    CHECK(readRaceResult(race, root / "out").status == "finished");

    CHECK_FALSE(joinRaceFolder(root / "out", withValue(race, "/training/epochs", "2"))); // other runs in the same places
    CHECK_FALSE(joinRaceFolder(root / "out", withValue(race, "/seeds", "[7]")));         // none of its runs
    CHECK_FALSE(joinRaceFolder(root / "out", withValue(more, "/methods/1/weights/beta", "8.0")));
    CHECK_FALSE(joinRaceFolder(root / "nothing", race));
    CHECK(readRaceFolder(root / "out") == race);
    const auto races = listRaces(root.path());
    REQUIRE(races.size() == 1);
    CHECK(races[0].title == race.title);
}
