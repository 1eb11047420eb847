// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_model.h"

#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <QSignalSpy>
#include <QThread>

using namespace orthant;
using namespace orthant::ui;

namespace {

RunRecord recordWithProbes(std::size_t count) {
    RunRecord record;
    record.experiment = tinyExperiment();
    record.summary.status = "finished";
    for (std::size_t i = 0; i < count; ++i) {
        ProbeReading reading;
        reading.step = static_cast<std::int64_t>(i);
        LayerReading layer;
        layer.layer = "dense_1";
        layer.binarized = true;
        layer.flipRate = 0.25;
        layer.angleDegrees = 37;
        layer.motion.flipMass = 0.5;
        reading.motion.schedule = static_cast<double>(i);
        if (i % 2 == 0) reading.softGap = 0.125;
        reading.layers.push_back(layer);
        record.probes.push_back(reading);
    }
    return record;
}

} // namespace

TEST_CASE("smoothing keeps a constant, leaves the first value alone and is the moving average by hand") {
    for (const double value : smoothed({3, 3, 3}, 0.9)) REQUIRE(value == Approx(3));
    REQUIRE(smoothed({1, 2}, 0) == std::vector<double>{1, 2});
    // (0.5 * 0.5 * 1 + 0.5 * 2) / (0.5 * 0.5 + 0.5) = 1.25 / 0.75
    const auto values = smoothed({1, 2}, 0.5);
    REQUIRE(values[0] == Approx(1));
    REQUIRE(values[1] == Approx(5.0 / 3.0));
    REQUIRE(smoothed({}, 0.5).empty());
}

TEST_CASE("a long run keeps a bounded number of histograms, the first and the last among them, and all of the curves") {
    const RunModel run(recordWithProbes(5000));
    REQUIRE(run.probes().size() <= 400);
    REQUIRE(run.probes().size() > 100);
    REQUIRE(run.probes().front().step == 0);
    REQUIRE(run.probes().back().step == 4999);
    for (std::size_t i = 1; i < run.probes().size(); ++i) REQUIRE(run.probes()[i - 1].step < run.probes()[i].step);
    REQUIRE(run.angle("dense_1").values.size() == 5000);
    REQUIRE(run.flipRate("dense_1").values.size() == 4999); // the first reading has nothing to have flipped from
    REQUIRE(run.angle("no such layer").values.empty());
    REQUIRE(run.motion("flipMass", "dense_1").values.size() == 5000);
    REQUIRE(run.motion("flipMass").values.empty());
    REQUIRE(run.motion("schedule").values.back() == 4999);
    REQUIRE(run.motion("softGap").steps.size() == 2500);
}

TEST_CASE("a metric that was not measured at a step leaves no point") {
    RunRecord record;
    record.experiment = tinyExperiment();
    MetricReading first, second;
    first.step = 1;
    first.trainLoss = 2.0;
    second.step = 2;
    second.trainLoss = 1.0;
    second.testAccuracy = 0.75;
    record.metrics = {first, second};
    const RunModel run(record);
    REQUIRE(run.curve(Metric::TrainLoss).steps == std::vector<double>{1, 2});
    REQUIRE(run.curve(Metric::TestAccuracy).steps == std::vector<double>{2});
    REQUIRE(run.last(Metric::TestAccuracy) == std::optional<double>(0.75));
    REQUIRE_FALSE(run.last(Metric::TestLoss));
    REQUIRE_FALSE(run.active());
}

TEST_CASE("a live run says changed at most once for each look, and ends with all that its folder holds") {
    SessionFixture fixture;
    fixture.session->experiment().load(tinyExperiment());
    fixture.session->start();
    const auto run = fixture.session->currentRun();
    QSignalSpy changes(run.get(), &RunModel::changed), ends(run.get(), &RunModel::finished);
    const RunId id = run->id().value();
    while (fixture.session->runs().info(id).status != RunStatus::Finished) QThread::msleep(1); // without events: nobody looks
    run->poll();
    REQUIRE(changes.count() == 1);
    REQUIRE(ends.count() == 1);
    REQUIRE(run->status() == RunStatus::Finished);
    REQUIRE(run->step() == 8);
    REQUIRE(run->curve(Metric::TrainLoss).values.size() == 8);
    REQUIRE(run->hasModel());

    const RunModel again(readRun(run->folder()));
    REQUIRE(again.curve(Metric::TrainLoss).values == run->curve(Metric::TrainLoss).values);
    REQUIRE(again.curve(Metric::TestAccuracy).values == run->curve(Metric::TestAccuracy).values);
    REQUIRE(again.layers() == run->layers());
    REQUIRE(again.probes().size() == run->probes().size());
    REQUIRE(again.boundary().has_value());
    REQUIRE(again.totalSteps() == run->totalSteps());
}

TEST_CASE("curves of a run that goes on from a checkpoint join without a double step") {
    SessionFixture fixture;
    Experiment experiment = tinyExperiment();
    experiment.training.set("epochs", std::int64_t{40});
    fixture.session->experiment().load(experiment);
    fixture.session->start();
    auto run = fixture.session->currentRun();
    REQUIRE(waitFor([&] { return run->step() >= 10; }));
    fixture.session->runs().stop(*run->id());
    REQUIRE(waitFor([&] { return !run->active(); }));
    const std::int64_t stoppedAt = run->step();
    if (stoppedAt >= run->totalSteps()) {
        WARN("the run was over before it could be stopped");
        return;
    }
    fixture.session->continueRun();
    const auto next = fixture.session->currentRun();
    REQUIRE(next != run);
    REQUIRE(waitFor([&] { return !next->active(); }));
    INFO(next->error());
    REQUIRE(next->status() == RunStatus::Finished);
    const std::vector<double>& steps = next->curve(Metric::TrainLoss).steps;
    REQUIRE(steps.size() == 160);
    for (std::size_t i = 0; i < steps.size(); ++i) REQUIRE(steps[i] == static_cast<double>(i + 1));
}
