// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include "core/base/error.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/temporary_folder.h"

#include <nlohmann/json.hpp>

#include <functional>

using namespace orthant;

namespace {

using Json = nlohmann::ordered_json;

/// The error after a change to a good document.
Error errorAfter(const std::function<void(Json&)>& change) {
    Json document = Json::parse(toJson(support::tinyExperiment()));
    change(document);
    try {
        (void)parseExperiment(document.dump());
    } catch (const Error& error) {
        return error;
    }
    FAIL("accepted: " << document.dump());
    throw std::logic_error("not reached");
}

bool says(const Error& error, const char* text) { return error.message().find(text) != std::string::npos; }

} // namespace

TEST_CASE("Writing and parsing gives the same experiment and the same text") {
    const Experiment experiment = support::tinyExperiment();
    const std::string text = toJson(experiment);
    const Experiment again = parseExperiment(text);
    CHECK(again == experiment);
    CHECK(toJson(again) == text);
    CHECK(text.find("\n  \"orthant\": 1") != std::string::npos);
}

TEST_CASE("Every default is filled in, also of nested components given by their id alone") {
    const Experiment experiment = parseExperiment(
        R"({"orthant": 1, "data": "glyphs", "network": {"layers": ["flatten", {"id": "dense", "weights": "ste_sign"}]}})");
    CHECK(experiment.name == "untitled");
    CHECK(experiment.title == "untitled");
    CHECK(experiment.seed == 1);
    CHECK(experiment.data.params->has("train"));
    CHECK(experiment.layers[1].params->component("weights").params->real("clip") == 1.0);
    CHECK(experiment.training.component("optimizer").params->has("learningRate"));
    CHECK(experiment.probes.integer("everySteps") == 20);
}

TEST_CASE("An error names the place by a JSON pointer and the nearest known word") {
    const Error layer = errorAfter([](Json& d) { d["network"]["layers"][3]["weights"]["id"] = "ste_sgn"; });
    CHECK(layer.where() == "/network/layers/3/weights/id");
    CHECK(says(layer, "Did you mean 'ste_sign'?"));

    const Error key = errorAfter([](Json& d) { d["sead"] = 3; });
    CHECK(key.where() == "/sead");
    CHECK(says(key, "Did you mean 'seed'?"));

    const Error parameter = errorAfter([](Json& d) { d["training"]["optimizer"]["learningrate"] = 3; });
    CHECK(parameter.where() == "/training/optimizer/learningrate");
    CHECK(says(parameter, "Did you mean 'learningRate'?"));

    const Error probe = errorAfter([](Json& d) { d["probes"]["everySteps"] = 0; });
    CHECK(probe.where() == "/probes/everySteps");
    CHECK(errorAfter([](Json& d) { d["network"]["depth"] = 2; }).where() == "/network/depth");
}

TEST_CASE("Values of a wrong kind or out of range say what was expected") {
    CHECK(says(errorAfter([](Json& d) { d["training"]["epochs"] = 2.5; }), "expected a whole number"));
    CHECK(says(errorAfter([](Json& d) { d["training"]["epochs"] = "3"; }), "expected a whole number"));
    CHECK(says(errorAfter([](Json& d) { d["training"]["epochs"] = nullptr; }), "null"));
    CHECK(says(errorAfter([](Json& d) { d["training"]["batchSize"] = 1e300; }), "expected a whole number"));
    CHECK(says(errorAfter([](Json& d) { d["training"] = 3; }), "expected an object"));
    CHECK(says(errorAfter([](Json& d) { d["network"]["layers"] = Json::object(); }), "expected a list"));
    CHECK(says(errorAfter([](Json& d) { d["network"]["layers"] = Json::array(); }), "at least one layer"));
    CHECK(says(errorAfter([](Json& d) { d["network"]["layers"] = Json::array({3}); }), "expected an object with an id"));
    CHECK(says(errorAfter([](Json& d) { d["network"]["layers"] = std::vector<std::string>(2000, "relu"); }), "at most"));
    CHECK(says(errorAfter([](Json& d) { d["title"] = 3; }), "expected a text"));
    CHECK(says(errorAfter([](Json& d) { d["title"] = std::string(10000, 'x'); }), "at most"));
    CHECK(says(errorAfter([](Json& d) { d["name"] = "../elsewhere"; }), "letters, digits"));
    CHECK(says(errorAfter([](Json& d) { d["name"] = ""; }), "letters, digits"));
    CHECK(says(errorAfter([](Json& d) { d.erase("data"); }), "'data' is missing"));
    CHECK(says(errorAfter([](Json& d) { d.erase("network"); }), "'network' is missing"));
    for (const char* text : {"[]", "3", "null", "\"x\"", "{}"}) CHECK_THROWS_AS(parseExperiment(text), Error);
}

TEST_CASE("Seeds are whole numbers that every JSON reader keeps") {
    const auto with = [](const std::string& seed) {
        Json document = Json::parse(toJson(support::tinyExperiment()));
        document["seed"] = Json::parse(seed);
        return parseExperiment(document.dump()).seed;
    };
    CHECK(with("0") == 0);
    CHECK(with("9007199254740991") == 9007199254740991ULL);
    CHECK_THROWS_AS(with("9007199254740992"), Error);
    CHECK_THROWS_AS(with("-1"), Error);
    CHECK_THROWS_AS(with("1.5"), Error);
    CHECK_THROWS_AS(with("\"1\""), Error);
}

TEST_CASE("The version of the format decides who may read it") {
    const Error newer = errorAfter([](Json& d) { d["orthant"] = 2; });
    CHECK(newer.where() == "/orthant");
    CHECK(says(newer, "newer Orthant"));
    CHECK(says(errorAfter([](Json& d) { d.erase("orthant"); }), "\"orthant\": 1"));
    CHECK(errorAfter([](Json& d) { d["orthant"] = 0; }).where() == "/orthant");
    CHECK(errorAfter([](Json& d) { d["orthant"] = "1"; }).where() == "/orthant");
}

TEST_CASE("A document that is cut off anywhere is an error and not a crash") {
    const std::string text = toJson(support::tinyExperiment());
    for (std::size_t length = 0; length + 2 < text.size(); length += 7)
        CHECK_THROWS_AS(parseExperiment(std::string_view(text).substr(0, length)), Error);
}

TEST_CASE("One value is set by its pointer") {
    const Experiment experiment = support::tinyExperiment();
    CHECK(withValue(experiment, "/training/epochs", "9").training.integer("epochs") == 9);
    CHECK(withValue(experiment, "/seed", "12").seed == 12);
    CHECK(withValue(experiment, "/title", "3").title == "3");
    CHECK(withValue(experiment, "/network/layers/3/units", "8").layers[3].params->integer("units") == 8);
    CHECK(withValue(experiment, "/network/layers/3/weights", "approx_sign").layers[3].params->component("weights").id ==
          "approx_sign");
    // Another id takes the parameters of the old entry away.
    const Experiment sgd = withValue(experiment, "/training/optimizer/id", "sgd");
    CHECK(sgd.training.component("optimizer").id == "sgd");
    CHECK_FALSE(sgd.training.component("optimizer").params->has("beta1"));
    CHECK(withValue(experiment, "/training/optimizer/id", "adam") == experiment);

    CHECK_THROWS_AS(withValue(experiment, "/training/epoch", "9"), Error);
    CHECK_THROWS_AS(withValue(experiment, "/network/layers/99/units", "9"), Error);
    CHECK_THROWS_AS(withValue(experiment, "/network/layers/x/units", "9"), Error);
    CHECK_THROWS_AS(withValue(experiment, "/training/epochs/deeper", "9"), Error);
    CHECK_THROWS_AS(withValue(experiment, "training", "9"), Error);
    CHECK_THROWS_AS(withValue(experiment, "/training/epochs", "many"), Error);
    CHECK_THROWS_AS(withValue(experiment, "/training/epochs", std::string(100000, '[')), Error);
}

TEST_CASE("A file without a name gives its own, and errors name the file") {
    const TemporaryFolder folder;
    writeFileAtomically(folder / "my first.json", std::string_view(R"({"orthant": 1, "data": "glyphs", "network": {"layers": ["flatten"]}})"));
    const Experiment experiment = readExperiment(folder / "my first.json");
    CHECK(experiment.name == "my_first");
    CHECK(experiment.folder == folder.path());
    writeFileAtomically(folder / "bad.json", std::string_view("{\n]"));
    try {
        (void)readExperiment(folder / "bad.json");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.where().find("bad.json: line 2, column 1") != std::string::npos);
    }
}
