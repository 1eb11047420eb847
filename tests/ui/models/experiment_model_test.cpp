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

TEST_CASE("layers are added, moved and removed in their order") {
    ExperimentModel model;
    model.load(tinyExperiment());
    QSignalSpy structure(&model, &ExperimentModel::layersChanged);
    const auto ids = [&] {
        std::string text;
        for (const Component& layer : model.experiment().layers) text += layer.id + " ";
        return text;
    };
    REQUIRE(ids() == "dense batch_norm binarize dense batch_norm ");
    model.moveLayer(2, 0);
    REQUIRE(ids() == "binarize dense batch_norm dense batch_norm ");
    model.moveLayer(0, 4);
    REQUIRE(ids() == "dense batch_norm dense batch_norm binarize ");
    model.removeLayer(4);
    model.insertLayer(1, Component("dropout"));
    REQUIRE(ids() == "dense dropout batch_norm dense batch_norm ");
    REQUIRE(structure.count() == 4);
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
