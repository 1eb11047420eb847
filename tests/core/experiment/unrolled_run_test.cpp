// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_run.h"

#include "core/experiment/unrolled_evaluation.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/unrolled_support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <chrono>
#include <cmath>
#include <thread>

using namespace orthant;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    RunFinished finished;
    std::vector<UnrolledEvent> events;
};

/// Two networks and one seed, with one value replaced.
UnrolledPlan shortPlan(const std::string& pointer, const std::string& value) {
    UnrolledPlan plan = withValue(support::tinyPlan(), pointer, value);
    plan.networks.resize(2);
    plan.seeds = {3};
    return plan;
}

/// @param stopAfter  so many readings; 0: to the end
Outcome run(const UnrolledPlan& plan, const fs::path& folder, std::size_t threads = 0, std::size_t stopAfter = 0) {
    Outcome outcome;
    RunControl control;
    control.threads = threads;
    openUnrolledFolder(folder, plan, true, threads);
    std::size_t readings = 0;
    outcome.finished = runUnrolledPlan(plan, folder, control, [&](UnrolledEvent event) {
        readings += event.kind == UnrolledEvent::Kind::Reading;
        if (stopAfter > 0 && readings >= stopAfter) control.stop();
        outcome.events.push_back(std::move(event));
    });
    return outcome;
}

std::size_t count(const Outcome& outcome, UnrolledEvent::Kind kind) {
    std::size_t found = 0;
    for (const UnrolledEvent& event : outcome.events) found += event.kind == kind;
    return found;
}

/// Readings without what depends on time.
std::string timeless(const UnrolledRecord& record) {
    std::string text;
    for (const auto& readings : record.readings)
        for (UnrolledReading reading : readings) {
            reading.samplesPerSecond = 0;
            text += toLine(reading);
        }
    return text;
}

bool sameBytes(const UnrolledPlan& plan, const fs::path& a, const fs::path& b) {
    for (const UnrolledJob& job : jobsOf(plan))
        if (readFile(a / job.folder / "solver.safetensors") != readFile(b / job.folder / "solver.safetensors")) return false;
    return true;
}

} // namespace

TEST_CASE("A plan has a job for each network, value and seed, each with a folder of its own") {
    const std::vector<UnrolledJob> jobs = jobsOf(support::tinyPlan());
    REQUIRE(jobs.size() == 8);
    CHECK(jobs[0].folder == "networks/01_float_seed3");
    CHECK(jobs[3].folder == "networks/04_one_bit_dense_seed3");
    CHECK(jobs[4].seed == 4);
    const std::vector<UnrolledJob> varied = jobsOf(support::tinyPlan(R"({"pointer": "/problem/density", "values": [0.05, 0.2]})"));
    REQUIRE(varied.size() == 16);
    CHECK(varied[4].varied == 0.2);
    CHECK(varied[4].folder == "networks/01_float_density0.2_seed3");
}

TEST_CASE("A plan leaves packed networks, results, curves and a summary, and all of it is read back") {
    const TemporaryFolder root;
    UnrolledPlan plan = support::tinyPlan();
    plan.solvers = withValue(plan, "/solvers", R"(["ista"])").solvers;
    const Outcome outcome = run(plan, root / "out");
    CHECK(outcome.finished.error.empty());
    REQUIRE(outcome.finished.status == RunStatus::Finished);
    CHECK(count(outcome, UnrolledEvent::Kind::Result) == 8);
    CHECK(count(outcome, UnrolledEvent::Kind::Solver) == 2); // one for each seed

    const UnrolledRecord record = readUnrolledRun(root / "out");
    CHECK(record.plan == plan);
    CHECK(record.summary.status == "finished");
    CHECK(record.summary.kind == DocumentKind::Unrolled);
    REQUIRE(record.results.size() == 8);
    for (std::size_t j = 0; j < record.results.size(); ++j) {
        const UnrolledResult& result = record.results[j];
        INFO(result.job.folder);
        CHECK(result.done);
        REQUIRE(result.testNmse.size() == 4);
        CHECK(result.testNmse[0] == 0);
        CHECK(result.testNmse.back() < -1); // it learned something
        CHECK(result.fileBytes == static_cast<double>(fs::file_size(root / "out" / result.job.folder / "solver.safetensors")));
        CHECK(record.readings[j].back().step == record.readings[j].back().totalSteps);
        CHECK_FALSE(fs::exists(root / "out" / result.job.folder / "checkpoint.safetensors"));
        CHECK_FALSE(fs::exists(root / "out" / result.job.folder / "float.safetensors"));
        // The file does what the result says.
        const PackedSolver solver = readSolver(root / "out" / result.job.folder / "solver.safetensors");
        const SolverProblem own = problemOf(solver);
        CHECK(own.seed == result.job.seed);
        ProblemContext context;
        context.seed = own.seed;
        const Problem problem = makeProblem(own.problem, context);
        const std::vector<double> curve = packedCurve(solver, problem, Part::Test, 40);
        for (std::size_t k = 0; k < curve.size(); ++k) CHECK(curve[k] == Approx(result.testNmse[k]));
    }
    // 3 matrices of 16 x 12, half of the links on the mask; 32 bits for the one scale.
    CHECK(record.results[1].count.links == 576);
    CHECK(record.results[1].count.allowed == 288);
    CHECK(record.results[1].bits.bitsPerLink() == Approx((288.0 + 32 + static_cast<double>(record.results[1].count.maskBits)) / 576));
    CHECK(record.results[3].bits.bits() == Approx(576.0 + 32 + static_cast<double>(record.results[3].count.maskBits)));
    CHECK(record.results[1].thresholdBits == 96);

    REQUIRE(record.solvers.size() == 2);
    CHECK(record.solvers[1].seed == 4);
    CHECK(record.solvers[0].testNmse.size() == 4);
    CHECK(record.solvers[0].testNmse.back() < 0);
    const std::vector<NetworkSummary> summaries = summariesOf(plan, record.results);
    REQUIRE(summaries.size() == 4);
    CHECK(summaries[1].nmse->mean == Approx((record.results[1].testNmse.back() + record.results[5].testNmse.back()) / 2));
    CHECK(summaries[1].nmse->count == 2);
    const Json document = Json::parse(readTextFile(root / "out" / "summary.json"));
    CHECK(document["kind"] == "unrolled");
    CHECK(document["networks"].size() == 4);
    CHECK(mentions(readTextFile(root / "out" / "results.csv"), {"network,seed", "\n\"PIBiNN\",3,,1,", "\n\"One bit, dense\",4,,1,"}));
    CHECK(mentions(readTextFile(root / "out" / "curves.csv"), {"\nnetwork,\"PIBiNN\",3,,0,0,0", "\nsolver,\""}));
    CHECK(listRuns(root.path()).empty());
    CHECK(listRuns(root.path(), DocumentKind::Unrolled).size() == 1);
}

TEST_CASE("The losses of T5 are stored beside the errors, and a folder without them is still read") {
    const TemporaryFolder root;
    const UnrolledPlan plan = shortPlan("/training/samples", "30");
    REQUIRE(run(plan, root / "out").finished.status == RunStatus::Finished);
    const UnrolledJob job = jobsOf(plan)[1];
    const auto result = readResult(root / "out", job);
    REQUIRE(result);
    REQUIRE(result->trainLoss);
    REQUIRE(result->testLoss);
    // One sample after the other, in double.
    const PackedSolver solver = solverOf(plan, root / "out", job);
    ProblemContext context;
    context.seed = 3;
    const Problem problem = makeProblem(plan.problem, context);
    const auto loss = [&](Part part, std::uint64_t samples) {
        double sum = 0;
        Tensor x({1, 16}), y({1, 12});
        for (std::uint64_t s = 0; s < samples; ++s) {
            problem.draw(part, s, x.matrix(), y.matrix());
            const Tensor estimate = solver.run(y.matrix());
            double error = 0, energy = 0;
            for (std::size_t j = 0; j < 16; ++j) {
                error += std::pow(static_cast<double>(estimate[j]) - static_cast<double>(x[j]), 2);
                energy += std::pow(static_cast<double>(x[j]), 2);
            }
            sum += energy == 0 ? (error == 0 ? 0 : 1) : std::min(1.0, error / energy);
        }
        return sum / static_cast<double>(samples);
    };
    CHECK(*result->testLoss == Approx(loss(Part::Test, 40)).epsilon(1e-5));
    CHECK(*result->trainLoss == Approx(loss(Part::Train, 30)).epsilon(1e-5));

    const fs::path file = root / "out" / job.folder / "result.json";
    Json old = Json::parse(readTextFile(file));
    old.erase("testLoss");
    old.erase("trainLoss");
    writeFileAtomically(file, old.dump());
    const auto before = readResult(root / "out", job);
    REQUIRE(before);
    CHECK(before->done);
    CHECK_FALSE(before->testLoss);
    CHECK(before->testNmse == result->testNmse);
}

TEST_CASE("Edited links are trained and packed, and an edit that does not fit is an error with its place") {
    const TemporaryFolder root;
    UnrolledPlan plan = shortPlan("/networks/1/edits", "[[1, 8, 1, 2, false], [1, 1, 12, 12, true]]");
    REQUIRE(run(plan, root / "out").finished.status == RunStatus::Finished);
    const UnrolledRecord record = readUnrolledRun(root / "out");
    CHECK(record.plan == plan);
    CHECK(record.results[0].count.allowed == 288);
    CHECK(record.results[1].count.allowed == 288 - 3 * 15);
    CHECK(record.results[1].floatFrom.empty()); // other links than the float network
    const PackedSolver solver = solverOf(plan, root / "out", jobsOf(plan)[1]);
    CHECK_FALSE(solver.mask.get(7, 1));
    CHECK(solver.mask.get(0, 11));
    CHECK(solver.weights[0].dequantize()[0] == 0);
    plan.networks[1].edits[0].row1 = 16;
    const Outcome outcome = run(plan, root / "wrong");
    CHECK(outcome.finished.status == RunStatus::Failed);
    CHECK(mentions(outcome.finished.error, {"/networks/1/edits/0", "row 17", "16 rows"}));
}

TEST_CASE("Networks with the same float stage share it, and it is the one that they would have had") {
    const TemporaryFolder root;
    const UnrolledPlan plan = support::tinyPlan();
    run(plan, root / "all");
    const UnrolledRecord all = readUnrolledRun(root / "all");
    CHECK(all.results[0].floatFrom.empty());
    CHECK(all.results[1].floatFrom == "networks/01_float_seed3");
    CHECK(all.results[2].floatFrom.empty()); // another learning rate
    CHECK(all.results[3].floatFrom.empty()); // another mask
    CHECK(all.readings[1].front().step == 20);
    UnrolledPlan alone = plan;
    alone.networks = {plan.networks[1]};
    run(alone, root / "alone");
    const UnrolledRecord one = readUnrolledRun(root / "alone");
    CHECK(one.results[0].floatFrom.empty());
    CHECK(one.results[0].testNmse == all.results[1].testNmse);
}

TEST_CASE("Results do not depend on the number of threads") {
    const TemporaryFolder root;
    const UnrolledPlan plan = support::tinyPlan();
    run(plan, root / "one", 1);
    run(plan, root / "all", 0);
    CHECK(timeless(readUnrolledRun(root / "one")) == timeless(readUnrolledRun(root / "all")));
    CHECK(sameBytes(plan, root / "one", root / "all"));
}

TEST_CASE("A plan that was stopped goes on, and ends as one that was not") {
    const TemporaryFolder root;
    const UnrolledPlan plan = support::tinyPlan();
    run(plan, root / "whole");
    // After 1, 4 and 7 readings: in a float stage, in the signs of a follower, between two networks.
    for (const std::size_t readings : {1, 4, 7}) {
        const fs::path folder = root / ("cut" + std::to_string(readings));
        CHECK(run(plan, folder, 0, readings).finished.status == RunStatus::Stopped);
        CHECK(readRunSummary(folder).status == "stopped");
        CHECK(run(plan, folder, 0, readings).finished.status != RunStatus::Failed); // stopped once more
        const Outcome rest = run(plan, folder);
        CHECK(rest.finished.status == RunStatus::Finished);
        CHECK(timeless(readUnrolledRun(folder)) == timeless(readUnrolledRun(root / "whole")));
        CHECK(sameBytes(plan, folder, root / "whole"));
    }
    // What is finished stays.
    CHECK(run(plan, root / "whole").events.empty());
    // Damaged results are made again, and the others stay.
    const std::string job = jobsOf(plan)[2].folder;
    writeFileAtomically(root / "whole" / job / "result.json", std::string_view("{\"done\": tr"));
    CHECK_FALSE(readUnrolledRun(root / "whole").results[2].done);
    CHECK(count(run(plan, root / "whole"), UnrolledEvent::Kind::Result) == 1);
    CHECK(readUnrolledRun(root / "whole").results[2].done);
}

TEST_CASE("A failing network is its own result, and the others go on") {
    const TemporaryFolder root;
    UnrolledPlan plan = support::tinyPlan();
    plan = withValue(plan, "/networks/2/training", R"({"learningRate": 10})");
    plan = withValue(plan, "/networks/2/algorithm", R"({"id": "unrolled_gradient", "layers": 60})");
    const Outcome outcome = run(plan, root / "out");
    CHECK(outcome.finished.status == RunStatus::Failed);
    CHECK(mentions(outcome.finished.error, {"Ternary, seed 3", "learning rate"}));
    const UnrolledRecord record = readUnrolledRun(root / "out");
    CHECK(record.summary.status == "failed");
    CHECK_FALSE(record.results[2].done);
    CHECK(mentions(record.results[2].error, {"learning rate"}));
    for (const std::size_t job : {0, 1, 3}) CHECK(record.results[job].done);
}

TEST_CASE("A varied value is trained for every network, and one that changes the problem for every solver") {
    const TemporaryFolder root;
    UnrolledPlan plan = support::tinyPlan(R"({"pointer": "/networks/*/algorithm/layers", "values": [1, 4]})");
    plan.seeds = {3};
    plan.solvers = withValue(plan, "/solvers", R"(["ista"])").solvers;
    run(plan, root / "layers");
    const UnrolledRecord layers = readUnrolledRun(root / "layers");
    REQUIRE(layers.results.size() == 8);
    CHECK(layers.results[1].testNmse.size() == 2);
    CHECK(layers.results[5].testNmse.size() == 5);
    CHECK(layers.solvers.size() == 1);
    CHECK(layers.solvers[0].testNmse.size() == 5); // as deep as the deepest
    CHECK(summariesOf(plan, layers.results).size() == 8);
    CHECK(Json::parse(readTextFile(root / "layers" / "summary.json"))["networks"][5]["layers"] == 4);
    plan = withValue(plan, "/vary", R"({"pointer": "/problem/density", "values": [0.05, 0.3]})");
    run(plan, root / "density");
    const UnrolledRecord density = readUnrolledRun(root / "density");
    REQUIRE(density.solvers.size() == 2);
    CHECK(density.solvers[0].testNmse.back() < density.solvers[1].testNmse.back()); // fewer spikes are easier
}

TEST_CASE("A folder belongs to one plan, and its relative paths start where they did") {
    const TemporaryFolder root;
    UnrolledPlan plan = support::tinyPlan();
    plan.folder = root.path();
    openUnrolledFolder(root / "out", plan, false, 0);
    CHECK(isUnrolledFolder(root / "out"));
    CHECK(readUnrolledFolder(root / "out").folder == root.path());
    CHECK(mentions(errorOf([&] { openUnrolledFolder(root / "out", plan, false, 0); }), {"results already"}));
    CHECK_NOTHROW(openUnrolledFolder(root / "out", plan, true, 0));
    CHECK(mentions(errorOf([&] { openUnrolledFolder(root / "out", withValue(plan, "/training/steps", "9"), true, 0); }), {"another plan"}));
    const UnrolledRecord record = readUnrolledRun(root / "out");
    CHECK(record.summary.status == "unfinished");
    CHECK_FALSE(record.results[0].done);
    CHECK(record.readings[0].empty());
}

TEST_CASE("A reading is read back as it was written, also where a layer has not begun") {
    const TemporaryFolder root;
    UnrolledReading reading;
    reading.step = 7;
    reading.totalSteps = 90;
    reading.stage = "signs";
    reading.layer = 2;
    reading.trainNmse = -3.25;
    reading.nmse = {0, -2.5, std::nan("")};
    reading.scales = {0.3};
    reading.histogram = {1, 2};
    reading.histogramEdges = {-1, 0, 1};
    writeFileAtomically(root / "r.jsonl", toLine(reading) + "{\"step\": 3}\n" + toLine(reading) + "{\"st");
    const std::vector<UnrolledReading> readings = readUnrolledReadings(root / "r.jsonl");
    REQUIRE(readings.size() == 2); // damaged lines are left out
    CHECK(toLine(readings[1]) == toLine(reading));
    CHECK(std::isnan(readings[0].nmse[2]));
    CHECK(readings[0].stage == "signs");
    CHECK(readUnrolledReadings(root / "none.jsonl").empty());
}

TEST_CASE("A plan stands in the queue of runs and its events are taken from its mailbox") {
    using namespace std::chrono_literals;
    const TemporaryFolder root;
    RunManager manager(root.path(), 1);
    const UnrolledPlan plan = support::tinyPlan();
    const QueuedPlan queued = queueUnrolledPlan(plan, manager);
    CHECK(manager.info(queued.id).kind == DocumentKind::Unrolled);
    CHECK(manager.info(queued.id).name == "tiny");
    std::size_t results = 0;
    for (int i = 0; i < 4000 && manager.info(queued.id).status == RunStatus::Running; ++i) {
        for (const UnrolledEvent& event : queued.events->take()) results += event.kind == UnrolledEvent::Kind::Result;
        std::this_thread::sleep_for(5ms);
    }
    for (const UnrolledEvent& event : queued.events->take()) results += event.kind == UnrolledEvent::Kind::Result;
    const RunInfo info = manager.info(queued.id);
    CHECK(info.status == RunStatus::Finished);
    CHECK(results == 8);
    CHECK(info.step == info.totalSteps);
    // Float 40; one bit 20 of its own, the float stage is another's; ternary and dense 40; twice.
    CHECK(info.totalSteps == 280);
    CHECK(info.secondsLeft == 0);
    CHECK(info.folder == queued.folder);

    RunOptions paused;
    paused.startPaused = true;
    const QueuedPlan second = queueUnrolledPlan(plan, manager, paused);
    CHECK(manager.info(second.id).status == RunStatus::Paused);
    manager.stop(second.id);
    for (int i = 0; i < 4000 && manager.info(second.id).status == RunStatus::Paused; ++i) std::this_thread::sleep_for(5ms);
    CHECK(manager.info(second.id).status == RunStatus::Stopped);
    CHECK(readRunSummary(second.folder).status == "stopped");
}
