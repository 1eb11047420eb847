// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"
#include "core/training/trainer.h"

#include <array>

namespace orthant {

namespace {

constexpr std::size_t mostLayers = 1000, mostTerms = 16;

std::vector<Component> readLayers(const Json& document) {
    const Json& network = requiredKey(document, "network", "expected {\"layers\": [...]}", "");
    checkKeys(network, {"layers"}, "/network");
    return readComponents(requiredList(network, "layers", "layer", mostLayers, "/network"), "layers", "/network/layers");
}

/// The section without its list of loss terms, which goes to `terms`.
Json takeTerms(Json training, std::vector<Component>& terms) {
    const auto it = training.is_object() ? training.find("terms") : training.end();
    if (it == training.end()) return training;
    if (!it->is_array() || !it->empty())
        terms = readComponents(requiredList(training, "terms", "loss term", mostTerms, "/training"), "terms", "/training/terms");
    training.erase(it);
    return training;
}

Params readSection(const Json& section, const char* key, std::span<const ParamSpec> specs) {
    const std::string where = pointerStep(key);
    return resolveNestedParams(specs, paramsFromJson(section, where), where);
}

Json sectionOf(const Json& document, const char* key) {
    const auto it = document.find(key);
    return it == document.end() ? Json::object() : *it;
}

Json toJsonList(std::span<const Component> components) {
    Json list = Json::array();
    for (const Component& component : components) list.push_back(toJsonValue(component));
    return list;
}

/// @param name  used when the document has none
Experiment experimentFromJson(const Json& document, const std::filesystem::path& folder, const std::string& name) {
    if (document.is_object() && document.contains("kind"))
        throw Error("this is no training experiment, whose document has no key 'kind', but " + describeJson(document["kind"]), "/kind");
    checkKeys(document, {"orthant", "name", "title", "summary", "seed", "data", "network", "training", "probes"}, "");
    checkVersion(document);
    Experiment experiment;
    experiment.name = readName(document, name);
    experiment.title = optionalText(document, "title", experiment.name);
    experiment.summary = optionalText(document, "summary", "");
    experiment.seed = readSeed(document);
    const Json& data = requiredKey(document, "data", "expected a data set, for example {\"id\": \"glyphs\"}", "");
    experiment.data = resolveComponent("datasets", componentFromJson(data, "/data"), "/data");
    experiment.layers = readLayers(document);
    experiment.training = readSection(takeTerms(sectionOf(document, "training"), experiment.terms), "training", trainingParams());
    experiment.probes = readSection(sectionOf(document, "probes"), "probes", probeParams());
    experiment.folder = folder;
    return experiment;
}

Json toDocument(const Experiment& experiment) {
    Json document = Json::object();
    document["orthant"] = experimentFormatVersion;
    document["name"] = experiment.name;
    document["title"] = experiment.title;
    document["summary"] = experiment.summary;
    document["seed"] = experiment.seed;
    document["data"] = toJsonValue(experiment.data);
    document["network"] = Json{{"layers", toJsonList(experiment.layers)}};
    document["training"] = Json{{"terms", toJsonList(experiment.terms)}};
    document["training"].update(toJsonValue(experiment.training));
    document["probes"] = toJsonValue(experiment.probes);
    return document;
}

} // namespace

std::span<const ParamSpec> trainingParams() {
    static const std::vector<ParamSpec> specs = [] {
        const auto loop = trainerParams();
        std::vector<ParamSpec> all(loop.begin(), loop.end());
        all.push_back(integerParam("checkpointEpochs", "Checkpoint every", 1,
                                   "The state is written after this many epochs, so that a run can go on later, and at the "
                                   "end; 0: only at the end")
                          .range(0, 1e6).in("epochs"));
        return all;
    }();
    return specs;
}

std::span<const ParamSpec> probeParams() {
    static const std::array specs{
        integerParam("everySteps", "Training loss every", 20,
                     "Loss and accuracy on the training batches are written as the mean over this many steps")
            .range(1, 1e9).log().in("steps"),
        integerParam("testEverySteps", "Test every", 0, "Loss and accuracy on the test set; 0: after each epoch")
            .range(0, 1e9).in("steps"),
        integerParam("testLimit", "Test samples", 0, "How many test samples are used during training; 0: all")
            .range(0, 1e9).in("samples"),
        integerParam("weightsEverySteps", "Weights every", 100,
                     "Histograms, flips and angles of the weights, and the decision boundary; 0: never")
            .range(0, 1e9).in("steps"),
        integerParam("histogramBins", "Histogram bins", 64, "Bins of the histograms of latent weights").range(2, 1024),
        integerParam("boundaryCells", "Boundary cells", 64,
                     "Cells along each side of the map of decisions, for data in the plane; 0: no map")
            .range(0, 512),
    };
    return specs;
}

Experiment parseExperiment(std::string_view json, const std::filesystem::path& folder) {
    return experimentFromJson(parseJsonDocument(json), folder, "untitled");
}

Experiment readExperiment(const std::filesystem::path& file) { return readDocument(file, experimentFromJson); }

std::string toJson(const Experiment& experiment) { return toDocument(experiment).dump(2) + "\n"; }

Experiment withValue(const Experiment& experiment, std::string_view pointer, std::string_view value) {
    Json document = toDocument(experiment);
    setValue(document, pointer, value);
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    return experimentFromJson(parseJsonDocument(text), experiment.folder, experiment.name);
}

} // namespace orthant
