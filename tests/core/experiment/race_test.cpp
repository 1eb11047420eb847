// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/race.h"

#include "core/data/dataset.h"
#include "core/experiment/study_plan.h"
#include "core/network/network.h"
#include "core/training/trainer.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <fstream>

using namespace orthant;

namespace {

constexpr const char* small = R"({"orthant": 1, "kind": "race", "name": "small", "title": "Small", "experiment": "two_moons_bnn",
    "methods": ["bnn", {"title": "My pair", "weights": "ede_sign"}], "seeds": [3, 4], "set": {"/training/epochs": 2}})";

std::string mistake(const char* key, Json value) {
    Json json = parseJsonDocument(small);
    json[key] = std::move(value);
    return errorOf([&] { return runsOf(parseRace(json.dump())).size(); });
}

} // namespace

TEST_CASE("Every shipped race parses, is stable after one write and its methods fit its experiment") {
    REQUIRE(shippedRaces().size() >= 2);
    for (const auto& file : shippedRaces()) {
        INFO(file.string());
        CHECK(documentKind(file) == DocumentKind::Race);
        const Race race = readRace(file);
        CHECK(race.name == file.stem());
        CHECK(race.title != race.name);
        CHECK(race.summary.size() > 20);
        CHECK(race.methods.size() >= 2);
        CHECK(race.seeds.size() >= 3);
        CHECK(parseRace(toJson(race)) == race);
        CHECK(toJson(parseRace(toJson(race))) == toJson(race));
        CHECK(runsOf(race).size() == race.methods.size() * race.seeds.size());
    }
}

TEST_CASE("The runs of a race differ in method and seed alone, and take turns") {
    const Race race = parseRace(small);
    const auto runs = runsOf(race);
    REQUIRE(runs.size() == 4);
    CHECK(runs[0].folder == "runs/bnn_seed3");
    CHECK(runs[1].folder == "runs/My_pair_seed3");
    CHECK(runs[2].seed == 4);
    for (const RaceRun& run : runs) {
        CHECK(run.experiment.training.integer("epochs") == 2);
        CHECK(run.experiment.seed == run.seed);
        CHECK(run.experiment.data == runs[0].experiment.data);
        CHECK(run.experiment.training == runs[0].experiment.training);
    }
    CHECK(runs[1].experiment.layers[3].params->component("weights").id == "ede_sign");
}

TEST_CASE("For one seed all methods start from the same weights and see the same batches") {
    // With a learning rate of 0 nothing moves, and these methods compute with signs: every loss is that of the start values
    // on the batch of its step, dropout included. Equal losses at all steps are equal weights and equal batches.
    Experiment base = withValue(support::tinyExperiment(2), "/training/optimizer/learningRate", "0");
    const Dataset data = loadDataset(base.data, {});
    std::vector<std::vector<double>> losses;
    for (const char* id : {"bc", "bnn", "bnn_plus", "approx_sign", "ede"}) {
        const Experiment experiment = withMethod(base, findMethod(id));
        Network network(experiment.layers, data.sampleShape, data.classes, experiment.seed);
        Trainer trainer(network, data, experiment.training, experiment.seed, {});
        losses.emplace_back();
        while (trainer.step() < trainer.totalSteps()) losses.back().push_back(trainer.advance().loss);
        CHECK(losses.back() == losses.front());
    }
    CHECK(losses[0].front() != losses[0].back());
    // Maps that are not the sign start from the same latent weights.
    const Experiment signs = withMethod(base, findMethod("bnn")), soft = withMethod(base, findMethod("bnn_plus_plus"));
    Network a(signs.layers, data.sampleShape, data.classes, 7), b(soft.layers, data.sampleShape, data.classes, 7);
    const auto first = a.parameters(), second = b.parameters();
    REQUIRE(first.size() == second.size());
    for (std::size_t i = 0; i < first.size(); ++i) CHECK(std::ranges::equal(first[i]->value.values(), second[i]->value.values()));
}

TEST_CASE("Mistakes in a race are named with their place") {
    CHECK(mentions(mistake("methods", {"bnn", "bnn_plsu"}), {"/methods/1", "bnn_plus"}));
    CHECK(mentions(mistake("methods", {"bnn", "bnn"}), {"/methods/1", "already"}));
    CHECK(mentions(mistake("methods", Json::array()), {"/methods", "at least one"}));
    CHECK(mentions(mistake("methods", {{{"title", "Odd"}, {"weights", "sgn"}}}), {"/methods/0/weights/id"}));
    CHECK(mentions(mistake("seeds", {1, 1}), {"/seeds/1", "twice"}));
    CHECK(mentions(mistake("seeds", {-1}), {"/seeds/0", "whole number"}));
    CHECK(mentions(mistake("experiment", "two_moons_bn"), {"/experiment", "two_moons_bnn"}));
    CHECK(mentions(mistake("set", {{"/title", "x"}}), {"/set", "/training/epochs"}));
    CHECK(mentions(mistake("set", {{"/training/epochs", "many"}}), {"/set", "/training/epochs"}));
    CHECK(mentions(mistake("realEnds", 1), {"/realEnds"}));
    CHECK(mentions(mistake("kind", "rase"), {"/kind"}));
    // A method that does not fit is a mistake of the race.
    CHECK(mentions(mistake("experiment", "mnist_float_mlp"), {"/methods/0", "no binarized weights"}));
}

TEST_CASE("Values are set in the race or in its experiment, wherever the pointer leads") {
    const Race race = withValue(withValue(parseRace(small), "/seeds", "[9]"), "/training/batchSize", "25");
    CHECK(race.seeds == std::vector<std::uint64_t>{9});
    CHECK(baseOf(race).training.integer("batchSize") == 25);
    CHECK(baseOf(withValue(race, "/training/epochs", "7")).training.integer("epochs") == 7);
    CHECK(mentions(errorOf([&] { return withValue(race, "/training/epoch", "7"); }), {"/training/epoch"}));
}

TEST_CASE("A file beside the race may be its experiment") {
    const TemporaryFolder root;
    std::ofstream(root / "tiny.json") << toJson(support::tinyExperiment());
    std::ofstream(root / "race.json") << R"({"orthant": 1, "kind": "race", "experiment": "tiny.json", "methods": ["bnn"]})";
    const Race race = readRace(root / "race.json");
    CHECK(baseOf(race) == support::tinyExperiment());
    CHECK(runsOf(race).size() == 3);
}
