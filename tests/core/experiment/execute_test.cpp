// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/execute.h"

#include "core/base/parallel.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_writer.h"
#include "core/exporters/exporter.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/temporary_folder.h"

#include <nlohmann/json.hpp>

#include <fstream>

using namespace orthant;
namespace fs = std::filesystem;

namespace {

/// The rows without what depends on time.
std::string timeless(const fs::path& folder) {
    std::string text;
    for (MetricReading reading : readMetrics(folder / "metrics.csv")) {
        reading.seconds = 0;
        reading.samplesPerSecond.reset();
        text += toLine(reading);
    }
    return text;
}

struct Outcome {
    RunFinished finished;
    std::vector<RunEvent> events;
};

/// @param stopAfter  the run is stopped from inside when this many steps are done
Outcome run(const Experiment& experiment, const fs::path& folder, bool resume = false, std::int64_t stopAfter = -1) {
    if (!resume) createRunFolder(folder, experiment, 0);
    Outcome outcome;
    RunControl control;
    outcome.finished = execute(experiment, folder, resume, control, [&](RunEvent event) {
        if (const auto* row = std::get_if<MetricReading>(&event); row && stopAfter >= 0 && row->step >= stopAfter)
            control.stop();
        outcome.events.push_back(std::move(event));
    });
    return outcome;
}

std::string fileText(const fs::path& file) { return readTextFile(file); }

} // namespace

TEST_CASE("A run writes its whole folder and tells the same as events") {
    const TemporaryFolder root;
    const Experiment experiment = support::tinyExperiment();
    const Outcome outcome = run(experiment, root / "a");
    REQUIRE(outcome.finished.error.empty());
    CHECK(outcome.finished.status == RunStatus::Finished);

    const auto* started = std::get_if<RunStarted>(&outcome.events.front());
    REQUIRE(started);
    CHECK(started->totalSteps == 60);
    CHECK(started->stepsPerEpoch == 20);
    CHECK(started->layers == std::vector<std::string>{"dense_1", "dense_2", "dense_3"});
    CHECK(std::get_if<RunFinished>(&outcome.events.back()));

    const RunRecord record = readRun(root / "a");
    CHECK(record.experiment == experiment);
    CHECK(record.hasModel);
    CHECK(record.summary.status == "finished");
    CHECK(record.summary.bitsPerWeight.has_value());
    std::vector<std::int64_t> steps;
    for (const MetricReading& row : record.metrics) steps.push_back(row.step);
    CHECK(steps == std::vector<std::int64_t>{7, 14, 20, 21, 28, 35, 40, 42, 49, 56, 60});
    std::vector<std::int64_t> probed;
    for (const ProbeReading& row : record.probes) probed.push_back(row.step);
    CHECK(probed == std::vector<std::int64_t>{0, 11, 22, 33, 44, 55, 60});
    CHECK(record.boundaries.size() == probed.size());
    CHECK(record.boundaries[0].width == 6);

    std::size_t rows = 0;
    for (const RunEvent& event : outcome.events)
        if (const auto* row = std::get_if<MetricReading>(&event)) CHECK(toLine(*row) == toLine(record.metrics[rows++]));
    CHECK(rows == record.metrics.size());
    // A test is due at the ends of epochs only.
    for (const MetricReading& row : record.metrics) CHECK(row.testAccuracy.has_value() == (row.step % 20 == 0));
    // What was shipped decides like what was trained.
    CHECK(record.summary.testAccuracy == record.metrics.back().testAccuracy);
    CHECK(readProgram(root / "a").classNames.size() == 2);

    const auto summary = nlohmann::json::parse(fileText(root.path() / "a" / "summary.json"));
    CHECK(summary.at("formatVersion") == 1);
    CHECK(summary.at("metrics").at("test_accuracy").at("last") == *record.metrics.back().testAccuracy);
    CHECK(summary.at("model").at("bytes") == fs::file_size(root.path() / "a" / "model.safetensors"));
    CHECK(nlohmann::json::parse(fileText(root.path() / "a" / "environment.json")).contains("kernelTarget"));
}

TEST_CASE("The metrics do not depend on the number of threads") {
    const TemporaryFolder root;
    const Experiment experiment = support::tinyExperiment();
    withThreads(1, [&] { run(experiment, root / "one"); });
    withThreads(2, [&] { run(experiment, root / "two"); });
    CHECK(timeless(root / "one") == timeless(root / "two"));
    CHECK(fileText(root.path() / "one" / "probes" / "weights.jsonl") == fileText(root.path() / "two" / "probes" / "weights.jsonl"));
    CHECK(readFile(root.path() / "one" / "model.safetensors") == readFile(root.path() / "two" / "model.safetensors"));
}

TEST_CASE("A stopped run has a model and goes on as if it had not been stopped") {
    const TemporaryFolder root;
    const Experiment experiment = support::tinyExperiment();
    run(experiment, root / "whole");
    for (const std::int64_t stopAfter : {7, 20, 35, 56}) {
        const fs::path folder = root / ("parts" + std::to_string(stopAfter));
        const Outcome first = run(experiment, folder, false, stopAfter);
        CHECK(first.finished.status == RunStatus::Stopped);
        CHECK(readRunSummary(folder).status == "stopped");
        CHECK(readRun(folder).hasModel);
        CHECK(readRun(folder).metrics.back().testAccuracy.has_value());
        const Outcome second = run(experiment, folder, true);
        CHECK(second.finished.status == RunStatus::Finished);
        CHECK(std::get<RunStarted>(second.events.front()).firstStep == stopAfter);
        CHECK(timeless(folder) == timeless(root / "whole"));
        for (const char* file : {"probes/weights.jsonl", "probes/boundaries.jsonl", "model.safetensors"})
            CHECK(readFile(folder / file) == readFile(root.path() / "whole" / file));
    }
}

TEST_CASE("A run that was killed goes on from its last checkpoint, whatever its last lines look like") {
    const TemporaryFolder root;
    const Experiment experiment = support::tinyExperiment();
    run(experiment, root / "whole");
    // What is left of a run that was killed after its second checkpoint: later rows, half a line, no summary.
    const fs::path folder = root / "killed";
    run(experiment, folder, false, 42);
    fs::remove(folder / "checkpoints" / "step_42.safetensors");
    fs::remove(folder / "summary.json");
    fs::remove(folder / "model.safetensors");
    std::ofstream(folder / "metrics.csv", std::ios::app) << "43,2.15,0.4";
    std::ofstream(folder / "probes" / "weights.jsonl", std::ios::app) << R"({"step":44,"layers":[{"lay)";
    CHECK(readRunSummary(folder).status == "unfinished");
    const Outcome outcome = run(experiment, folder, true);
    CHECK(std::get<RunStarted>(outcome.events.front()).firstStep == 40);
    CHECK(timeless(folder) == timeless(root / "whole"));
    CHECK(readFile(folder / "probes" / "weights.jsonl") == readFile(root.path() / "whole" / "probes" / "weights.jsonl"));

    // A damaged checkpoint is passed over; without any the run starts again.
    for (const int left : {1, 0}) {
        for (const auto& entry : fs::directory_iterator(folder / "checkpoints"))
            if (entry.path().filename() == "step_60.safetensors" || left == 0) fs::resize_file(entry.path(), 100);
        const Outcome again = run(experiment, folder, true);
        CHECK(std::get<RunStarted>(again.events.front()).firstStep == (left == 1 ? 40 : 0));
        CHECK(timeless(folder) == timeless(root / "whole"));
    }
}

TEST_CASE("Only the last two checkpoints are kept") {
    const TemporaryFolder root;
    run(support::tinyExperiment(5), root / "a");
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(root.path() / "a" / "checkpoints")) {
        CHECK((entry.path().filename() == "step_80.safetensors" || entry.path().filename() == "step_100.safetensors"));
        ++count;
    }
    CHECK(count == 2);
}

TEST_CASE("A failure is the result of the run and stands in its summary") {
    const TemporaryFolder root;
    const Experiment missing = withValue(support::tinyExperiment(), "/data", R"({"id": "idx", "folder": "not/there"})");
    const Outcome outcome = run(missing, root / "missing");
    CHECK(outcome.finished.status == RunStatus::Failed);
    CHECK(outcome.finished.error.find("not/there") != std::string::npos);
    CHECK(std::get<RunFinished>(outcome.events.back()).error == outcome.finished.error);
    const RunSummary summary = readRunSummary(root / "missing");
    CHECK(summary.status == "failed");
    CHECK(summary.error == outcome.finished.error);
    CHECK_FALSE(readRun(root / "missing").hasModel);

    // Plain float layers under a huge learning rate: the loss leaves the numbers.
    const Experiment wild = parseExperiment(R"({"orthant": 1, "name": "wild", "data": {"id": "two_moons", "train": 200, "test": 50},
        "network": {"layers": [{"id": "dense", "units": 32, "weights": "identity"}, {"id": "dense", "units": 32, "weights": "identity"},
                               {"id": "dense", "units": 2, "weights": "identity"}]},
        "training": {"epochs": 200, "loss": "squared_hinge", "optimizer": {"id": "sgd", "learningRate": 100}, "schedule": "constant", "latentClip": 0}})");
    const Outcome blown = run(wild, root / "wild");
    CHECK(blown.finished.status == RunStatus::Failed);
    CHECK(blown.finished.error.find("loss") != std::string::npos);
}

TEST_CASE("A stop before the start leaves a complete folder, and an old result alone") {
    const TemporaryFolder root;
    const Experiment experiment = support::tinyExperiment();
    RunControl control;
    control.stop();
    createRunFolder(root / "a", experiment, 0);
    CHECK(execute(experiment, root / "a", false, control, [](const RunEvent&) {}).status == RunStatus::Stopped);
    CHECK(readRunSummary(root / "a").status == "stopped");

    run(experiment, root / "b");
    CHECK(execute(experiment, root / "b", true, control, [](const RunEvent&) {}).status == RunStatus::Stopped);
    CHECK(readRunSummary(root / "b").status == "finished");
    CHECK(readRun(root / "b").hasModel);
}
