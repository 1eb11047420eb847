// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogues.h"
#include "core/experiment/recipe.h"
#include "core/experiment/shipped.h"
#include "core/io/file.h"
#include "core/network/network.h"
#include "tests/catch.h"

#include <set>

using namespace orthant;

namespace {

/// Parameters that a component of a file leaves to its defaults. An inner optimizer is that of the experiment.
std::string unstated(const std::string& kind, const Json& component) {
    std::string missing;
    for (const ParamSpec& spec : catalogueEntry(kind, component.at("id").get<std::string>()).params) {
        if (component.contains(spec.id) && spec.kind == ParamKind::Component && spec.catalogue == kind)
            missing += unstated(kind, component.at(spec.id));
        else if (!component.contains(spec.id) && spec.catalogue != "optimizers")
            missing += " " + spec.id;
    }
    return missing;
}

/// The shipped perceptron with narrow layers.
Experiment smallPerceptron() {
    Experiment experiment = readExperiment(findExperiment("mnist_bnn_mlp"));
    for (Component& layer : experiment.layers)
        if (layer.id == "dense" && layer.params->integer("units") > 16) {
            Params params = *layer.params;
            params.set("units", std::int64_t{16});
            layer = Component("dense", std::move(params));
        }
    return experiment;
}

} // namespace

TEST_CASE("Shipped recipes state every parameter, also those that are defaults today") {
    const auto files = shippedFiles("recipes");
    CHECK(files.size() >= 30);
    for (const auto& file : files) {
        INFO(file.string());
        const Json recipe = parseJsonDocument(readTextFile(file));
        CHECK(recipe.at("id") == file.stem().string());
        for (const char* role : {"weights", "activations"})
            if (recipe.contains(role)) CHECK(unstated("quantizers", recipe.at(role)) == "");
        if (recipe.contains("optimizer")) CHECK(unstated("optimizers", recipe.at("optimizer")) == "");
        if (recipe.contains("terms"))
            for (const Json& term : recipe.at("terms")) CHECK(unstated("terms", term) == "");
    }
}

TEST_CASE("A recipe that is not from the paper or its code says what was chosen here") {
    for (const Method& recipe : recipes()) {
        INFO(recipe.id);
        if (recipe.grade != "paper" && recipe.grade != "code") CHECK(recipe.notes.size() > 20);
        CHECK((recipe.weights || recipe.optimizer || recipe.training.has("method")));
        CHECK(recipe.title.size() <= 48);
        CHECK(recipe.summary.ends_with("."));
    }
}

TEST_CASE("Every shipped recipe builds the network of mnist_bnn_mlp") {
    const Experiment base = smallPerceptron();
    for (const Method& recipe : recipes()) {
        INFO(recipe.id);
        const Experiment experiment = withMethod(base, recipe);
        CHECK(experiment.name == base.name);
        CHECK_NOTHROW(Network(experiment.layers, {28, 28}, 10, 1));
        if (recipe.weights) CHECK(experiment.layers[1].params->component("weights") == *recipe.weights);
    }
}
