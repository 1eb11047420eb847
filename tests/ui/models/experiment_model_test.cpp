// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/experiment_model.h"

#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include <QSignalSpy>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("a change makes the experiment dirty and revert takes it back") {
    ExperimentModel model;
    REQUIRE(model.empty());
    model.load(tinyExperiment());
    REQUIRE_FALSE(model.dirty());
    model.setSeed(7);
    REQUIRE(model.dirty());
    model.revert();
    REQUIRE_FALSE(model.dirty());
    REQUIRE(model.experiment().seed == 1);
}

TEST_CASE("many changes at once make the forms start again, and can be taken back") {
    ExperimentModel model;
    model.load(tinyExperiment());
    QSignalSpy replaced(&model, &ExperimentModel::replaced);
    Experiment other = model.experiment();
    other.layers.pop_back();
    model.edit(other);
    REQUIRE(replaced.count() == 1);
    REQUIRE(model.dirty());
    REQUIRE(model.experiment().layers.size() == 4);
    REQUIRE_FALSE(model.problem());
    other.layers.clear();
    model.edit(other);
    REQUIRE(model.problem());
    model.revert();
    REQUIRE(model.experiment().layers.size() == 5);
    REQUIRE_FALSE(model.problem());
}

TEST_CASE("a wrong value is a problem with its place, and saving refuses it") {
    SessionFixture fixture;
    ExperimentModel model;
    model.load(tinyExperiment());
    Params training = model.experiment().training;
    training.set("epochs", std::int64_t{-3});
    model.setTraining(training);
    REQUIRE(model.problem());
    REQUIRE(model.problem()->where() == "/training/epochs");
    REQUIRE_THROWS_AS(model.save(fixture.folder.filePath("x.json").toStdString()), Error);
    training.set("epochs", std::int64_t{3});
    model.setTraining(training);
    REQUIRE_FALSE(model.problem());
}

TEST_CASE("a saved experiment reads back equal, under the name of its file") {
    SessionFixture fixture;
    ExperimentModel model;
    model.load(tinyExperiment());
    model.setSeed(42);
    const std::filesystem::path file = fixture.folder.filePath("my first try.json").toStdString();
    model.save(file);
    REQUIRE_FALSE(model.dirty());
    REQUIRE(model.experiment().name == "my_first_try");
    REQUIRE(readExperiment(file) == model.experiment());
}
