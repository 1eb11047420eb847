// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/race_model.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <cmath>
#include <fstream>

using namespace orthant;
using namespace orthant::ui;

namespace {

Race tinyRace(const SessionFixture& fixture, int epochs = 2) {
    std::ofstream(fixture.folder.filePath("tiny.json").toStdString()) << toJson(tinyExperiment());
    return parseRace(R"({"orthant": 1, "kind": "race", "name": "tiny_race", "experiment": "tiny.json", "methods": ["bnn", "bnn_plus"],
        "seeds": [1, 2], "set": {"/training/epochs": )" + std::to_string(epochs) + "}}", fixture.folder.path().toStdString());
}

} // namespace

TEST_CASE("a race goes to its end, with curves, rows and a table in its folder") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    session.startRace(tinyRace(fixture));
    const auto race = session.race();
    REQUIRE(race);
    CHECK(race->active());
    CHECK(race->entries().size() == 4);
    CHECK(session.runs().runs().size() == 4);
    REQUIRE(waitFor([&] { return !race->active(); }));
    CHECK(race->runsFinished() == 4);
    REQUIRE(waitFor([&] { return std::filesystem::exists(race->folder() / "summary.json") && race->rows()[1].bitsPerWeight; })); // read from the folder
    for (const RaceRow& row : race->rows()) {
        INFO(row.id);
        CHECK(row.finished == 2);
        CHECK(row.failed == 0);
        CHECK(row.progress == 1);
        REQUIRE(row.accuracy);
        CHECK(row.accuracy->count == 2);
        CHECK(row.accuracy->spread);
        CHECK(*row.modelBytes > 100);
    }
    CHECK(isRaceFolder(race->folder()));
    CHECK(std::filesystem::exists(race->folder() / "summary.json"));

    // The mean curve is that of its runs.
    const SpreadCurve curve = race->curve(1, RaceMetric::TestAccuracy);
    const StepCurve &a = race->entries()[1].model->curve(Metric::TestAccuracy), &b = race->entries()[3].model->curve(Metric::TestAccuracy);
    REQUIRE(curve.steps == a.steps);
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
        CHECK(curve.mean[i] == Approx(50 * (a.values[i] + b.values[i])));
        CHECK(curve.spread[i] == Approx(100 * std::abs(a.values[i] - b.values[i]) / std::sqrt(2.0)).margin(1e-9));
    }
    CHECK_FALSE(race->curve(0, RaceMetric::Flips).steps.empty());

    // Read again from its folder it says the same.
    session.openRace(race->folder());
    REQUIRE(waitFor([&] { return session.race() != race; }));
    const auto again = session.race();
    CHECK_FALSE(again->active());
    CHECK(again->rows()[1].accuracy->mean == race->rows()[1].accuracy->mean);
    CHECK(again->curve(1, RaceMetric::TestAccuracy).mean == curve.mean);
}

TEST_CASE("what is finished has its row while others go on") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    session.runs().setLimit(1);
    session.startRace(tinyRace(fixture, 40)); // long enough to pause the others in time
    const auto race = session.race();
    const std::vector<RunInfo> runs = session.runs().runs();
    for (std::size_t i = 1; i < runs.size(); ++i) session.runs().pause(runs[i].id);
    REQUIRE(waitFor([&] { return race->rows()[0].modelBytes.has_value(); }));
    CHECK(race->active());
    CHECK(race->rows()[0].finished == 1);
    CHECK_FALSE(race->rows()[1].modelBytes.has_value());
    for (std::size_t i = 1; i < runs.size(); ++i) session.runs().stop(runs[i].id);
    CHECK(waitFor([&] { return !race->active(); }));
}

TEST_CASE("a stopped race goes on from its folder") {
    SessionFixture fixture;
    Session& session = *fixture.session;
    session.startRace(tinyRace(fixture, 100000));
    const auto folder = session.race()->folder();
    REQUIRE(waitFor([&] { return session.race()->entries()[0].model->step() > 0; }));
    for (const RunInfo& info : session.runs().runs()) session.runs().stop(info.id);
    REQUIRE(waitFor([&] { return !session.race()->active(); }));
    const auto before = session.race();
    session.openRace(folder, true);
    REQUIRE(waitFor([&] { return session.race() != before; }));
    CHECK(session.race()->active());
    CHECK(session.race()->entries().size() == 4);
    session.runs().stopAll();
    REQUIRE(waitFor([&] { return !session.race()->active(); }));
}

TEST_CASE("a folder that is no race says so") {
    SessionFixture fixture;
    QString said;
    QObject::connect(fixture.session.get(), &Session::failed, [&](const QString& message, const QString&) { said = message; });
    fixture.session->openRace(fixture.folder.path().toStdString());
    REQUIRE(waitFor([&] { return !said.isEmpty(); }));
    CHECK(said.contains("race.json"));
}

TEST_CASE("where one seed was stopped the mean does not jump, and its tip is its own") {
    const auto run = [](std::size_t seed, const std::vector<std::pair<std::int64_t, double>>& tests) {
        RunRecord record;
        record.experiment = tinyExperiment();
        record.summary.status = "stopped";
        for (const auto& [step, accuracy] : tests) {
            MetricReading reading;
            reading.step = step;
            reading.testAccuracy = accuracy;
            record.metrics.push_back(reading);
        }
        return RaceModel::Entry{{0, seed, "", record.experiment}, std::make_shared<RunModel>(record), {}};
    };
    Race race;
    race.methods = {findMethod("bnn")};
    const RaceModel model(race, {}, {run(1, {{4, 0.5}, {6, 0.9}, {8, 0.7}, {12, 0.8}}), run(2, {{0, 0.1}, {4, 0.7}, {8, 0.9}})});
    const SpreadCurve curve = model.curve(0, RaceMetric::TestAccuracy);
    CHECK(curve.steps == std::vector<double>{4, 8, 12}); // 0 and 6 are of one seed alone
    CHECK(curve.mean[1] == Approx(80));
    CHECK(curve.mean[2] == Approx(80));
    CHECK(std::isnan(curve.spread[2]));
    CHECK(model.runsFinished() == 0);
}
