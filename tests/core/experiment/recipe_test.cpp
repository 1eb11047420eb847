// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/recipe.h"

#include "core/network/network.h"
#include "core/optimizers/optimizer.h"
#include "core/quantizers/quantizer.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"

#include <algorithm>
#include <set>

using namespace orthant;

namespace {

constexpr const char* small = R"({"orthant": 1, "kind": "recipe", "id": "mine", "title": "Mine", "summary": "A pair.",
    "source": "derived here", "grade": "derived", "weights": "swish_sign", "activations": {"id": "ste_sign", "clip": 2},
    "optimizer": {"id": "bop", "gamma": 0.01}, "training": {"latentClip": 0},
    "published": {"epochs": 100, "batch": "not said"}})";

Json smallWith(const char* key, Json value) {
    Json json = parseJsonDocument(small);
    json[key] = std::move(value);
    return json;
}

std::string mistake(const char* key, Json value) {
    return errorOf([&] { return parseRecipe(smallWith(key, std::move(value)).dump()); });
}

const Component& weightsOf(const Experiment& experiment, std::size_t layer) {
    return experiment.layers[layer].params->component("weights");
}

} // namespace

TEST_CASE("Every shipped recipe is named as its file, says where it comes from and is stable after one write") {
    REQUIRE(recipes().size() >= 5);
    for (const Method& recipe : recipes()) {
        INFO(recipe.id);
        CHECK(recipe.origin == Method::Origin::Recipe);
        CHECK(recipe.summary.size() > 20);
        CHECK(recipe.source.size() > 5);
        CHECK_FALSE(recipe.grade.empty());
        CHECK(methodFromJson(toJsonValue(recipe), "") == recipe);
    }
    CHECK(std::ranges::is_sorted(recipes(), {}, &Method::id));
}

TEST_CASE("Every weight quantizer and every update rule is offered, by a recipe or with its defaults") {
    std::set<std::string> ids, used;
    for (const Method& method : methods()) {
        CHECK(ids.insert(method.id).second);
        if (method.weights) used.insert(method.weights->id);
        if (method.optimizer) used.insert(method.optimizer->id);
    }
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        INFO(entry.id);
        CHECK((!entry.forWeights || used.contains(entry.id) || ids.contains(entry.id)));
    }
    for (const char* rule : {"bop", "bop2", "prox_quant", "concave", "askew_sgd"}) {
        INFO(rule);
        CHECK(used.contains(rule));
    }
    CHECK_FALSE(ids.contains("adam"));
    CHECK(methods().size() >= 35);
}

TEST_CASE("Every method makes an experiment whose network can be built") {
    const Experiment base = support::tinyExperiment();
    for (const Method& method : methods()) {
        INFO(method.id);
        for (const bool realEnds : {false, true}) {
            const Experiment experiment = withMethod(base, method, {realEnds});
            CHECK(experiment.training.integer("epochs") == base.training.integer("epochs"));
            CHECK(experiment.training.integer("batchSize") == base.training.integer("batchSize"));
            CHECK_NOTHROW(Network(experiment.layers, {2}, 2, 1));
            CHECK_NOTHROW(makeOptimizer(experiment.training.component("optimizer")));
        }
    }
}

TEST_CASE("A method replaces quantizers and training values, and leaves real weights and all else alone") {
    const Experiment base = support::tinyExperiment();
    const Experiment experiment = withMethod(base, parseRecipe(small));
    CHECK(weightsOf(experiment, 0).id == "identity");
    CHECK(weightsOf(experiment, 3).id == "swish_sign");
    CHECK(weightsOf(experiment, 3).params->real("beta") == 5.0);
    CHECK(weightsOf(experiment, 7).id == "swish_sign");
    CHECK(experiment.layers[2].params->component("quantizer").params->real("clip") == 2.0);
    CHECK(experiment.training.real("latentClip") == 0.0);
    // The rule works around the experiment's own optimizer.
    const Component& rule = experiment.training.component("optimizer");
    CHECK(rule.id == "bop");
    CHECK(rule.params->real("gamma") == 0.01);
    CHECK(rule.params->component("optimizer") == base.training.component("optimizer"));
    CHECK(experiment.terms.empty());
    CHECK(withMethod(experiment, parseRecipe(smallWith("terms", {"kurtosis"}).dump())).terms.front().id == "kurtosis");
    CHECK(withMethod(experiment, parseRecipe(small)) == experiment);
    CHECK(experiment.data == base.data);
    CHECK(experiment.seed == base.seed);
}

TEST_CASE("The first and last layer with weights may keep real ones, and activations may be real") {
    const Experiment base = support::tinyExperiment();
    const Experiment ends = withMethod(base, findMethod("bnn"), {true});
    CHECK(weightsOf(ends, 0).id == "identity");
    CHECK(weightsOf(ends, 3).id == "ste_sign");
    CHECK(weightsOf(ends, 7).id == "identity");
    const Experiment real = withMethod(base, methodFromJson({{"title", "Real"}, {"weights", "ste_sign"}, {"activations", "identity"}}, ""));
    CHECK(real.layers[2].id == "hardtanh");
    CHECK(real.layers[5].id == "hardtanh");
}

TEST_CASE("A method has nothing to do where no weights are binarized") {
    const Experiment real = withMethod(support::tinyExperiment(), methodFromJson({{"title", "Real"}, {"weights", "identity"}}, ""));
    CHECK(mentions(errorOf([&] { return withMethod(real, findMethod("bnn")); }), {"/network/layers", "no binarized weights"}));
}

TEST_CASE("Mistakes in a recipe are named with their place") {
    CHECK(parseRecipe(small).grade == "derived");
    CHECK(mentions(mistake("weights", {{"id", "swish_sing"}}), {"/weights/id"}));
    CHECK(mentions(mistake("activations", {{"id", "ste_sign"}, {"clip", -1}}), {"/activations/clip"}));
    CHECK(mentions(mistake("grade", "X"), {"/grade"}));
    CHECK(mentions(mistake("kind", "recipes"), {"/kind"}));
    CHECK(mentions(mistake("optimizer", "bopp"), {"/optimizer/id"}));
    CHECK(mentions(mistake("training", {{"latentClip", "far"}}), {"/training/latentClip"}));
    CHECK(mentions(mistake("training", {{"epochs", 5}}), {"/training/epochs"}));
    CHECK(mentions(mistake("training", {{"optimizer", "adam"}}), {"/training/optimizer"}));
    CHECK(mentions(mistake("terms", 3), {"/terms"}));
    CHECK(mentions(mistake("terms", {{{"id", "kurtosiss"}}}), {"/terms/0/id", "kurtosis"}));
    CHECK(mentions(mistake("weigths", "ste_sign"), {"/weigths"}));
    CHECK(mentions(errorOf([] { return findMethod("bnn_plsu", "/methods/0"); }), {"/methods/0", "bnn_plus"}));
    CHECK(mentions(errorOf([] { return methodFromJson({{"weights", "ste_sign"}}, "/methods/1"); }), {"/methods/1", "title"}));
}
