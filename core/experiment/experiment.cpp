// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/json_document.h"
#include "core/io/file.h"
#include "core/training/trainer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace orthant {

namespace {

// Whole numbers up to here are the same in every JSON reader.
constexpr std::uint64_t largestSeed = (std::uint64_t{1} << 53) - 1;
constexpr std::size_t longestText = 2000, longestName = 100, mostLayers = 1000;

void checkKeys(const Json& object, std::initializer_list<const char*> known, const std::string& where) {
    if (!object.is_object()) throw Error("expected an object, found " + describeJson(object), where);
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& [key, value] : object.items())
        if (std::find(names.begin(), names.end(), key) == names.end())
            throw Error("unknown key '" + key + "'" + suggestion(key, names), where + pointerStep(key));
}

const Json& required(const Json& object, const char* key, const char* what, const std::string& where) {
    const auto it = object.find(key);
    if (it == object.end()) throw Error("the key '" + std::string(key) + "' is missing: " + what, where);
    return *it;
}

std::string optionalText(const Json& document, const char* key, const std::string& fallback) {
    const auto it = document.find(key);
    if (it == document.end()) return fallback;
    const std::string where = pointerStep(key);
    if (!it->is_string()) throw Error("expected a text, found " + describeJson(*it), where);
    if (it->get_ref<const std::string&>().size() > longestText)
        throw Error("expected at most " + std::to_string(longestText) + " bytes", where);
    return it->get<std::string>();
}

void checkVersion(const Json& document) {
    const Json& version = required(document, "orthant", "expected \"orthant\": 1, the version of the format", "");
    if (!version.is_number_integer() || version < 1)
        throw Error("expected the version of the format, 1, found " + describeJson(version), "/orthant");
    if (version > experimentFormatVersion)
        throw Error("the document has format version " + version.dump() + "; this program reads version " +
                        std::to_string(experimentFormatVersion) + ". A newer Orthant is needed",
                    "/orthant");
}

bool allowedInName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

void checkName(const std::string& name) {
    if (name.empty() || name.size() > longestName || !std::all_of(name.begin(), name.end(), allowedInName))
        throw Error("expected 1 to " + std::to_string(longestName) + " letters, digits, '_' and '-', found '" +
                        name.substr(0, longestName) + "'",
                    "/name");
}

std::uint64_t readSeed(const Json& document) {
    const auto it = document.find("seed");
    if (it == document.end()) return 1;
    if (!it->is_number_integer() || *it < 0 || *it > largestSeed)
        throw Error("expected a whole number from 0 to " + std::to_string(largestSeed) + ", found " + describeJson(*it),
                    "/seed");
    return it->get<std::uint64_t>();
}

std::vector<Component> readLayers(const Json& document) {
    const Json& network = required(document, "network", "expected {\"layers\": [...]}", "");
    checkKeys(network, {"layers"}, "/network");
    const Json& list = required(network, "layers", "expected a list of layers", "/network");
    const std::string where = "/network/layers";
    if (!list.is_array()) throw Error("expected a list of layers, found " + describeJson(list), where);
    if (list.empty()) throw Error("expected at least one layer, found an empty list", where);
    if (list.size() > mostLayers)
        throw Error("expected at most " + std::to_string(mostLayers) + " layers, found " + std::to_string(list.size()),
                    where);
    std::vector<Component> layers;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = where + "/" + std::to_string(i);
        layers.push_back(resolveComponent("layers", componentFromJson(list[i], place), place));
    }
    return layers;
}

Params readSection(const Json& document, const char* key, std::span<const ParamSpec> specs) {
    const std::string where = pointerStep(key);
    const auto it = document.find(key);
    return resolveNestedParams(specs, it == document.end() ? Params{} : paramsFromJson(*it, where), where);
}

/// @param name  used when the document has none
Experiment experimentFromJson(const Json& document, const std::filesystem::path& folder, const std::string& name) {
    checkKeys(document, {"orthant", "name", "title", "summary", "seed", "data", "network", "training", "probes"}, "");
    checkVersion(document);
    Experiment experiment;
    experiment.name = optionalText(document, "name", name);
    checkName(experiment.name);
    experiment.title = optionalText(document, "title", experiment.name);
    experiment.summary = optionalText(document, "summary", "");
    experiment.seed = readSeed(document);
    const Json& data = required(document, "data", "expected a data set, for example {\"id\": \"glyphs\"}", "");
    experiment.data = resolveComponent("datasets", componentFromJson(data, "/data"), "/data");
    experiment.layers = readLayers(document);
    experiment.training = readSection(document, "training", trainingParams());
    experiment.probes = readSection(document, "probes", probeParams());
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
    Json layers = Json::array();
    for (const Component& layer : experiment.layers) layers.push_back(toJsonValue(layer));
    document["network"] = Json{{"layers", std::move(layers)}};
    document["training"] = toJsonValue(experiment.training);
    document["probes"] = toJsonValue(experiment.probes);
    return document;
}

std::string unescaped(std::string_view step) {
    std::string key;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
        key += escape ? (step[++i] == '0' ? '~' : '/') : step[i];
    }
    return key;
}

/// The member of an object or list that one step of a pointer names.
Json& member(Json& parent, const std::string& key, const std::string& where) {
    if (parent.is_array()) {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
        if (error != std::errc{} || end != key.data() + key.size() || index >= parent.size())
            throw Error("expected an index below " + std::to_string(parent.size()) + ", found '" + key + "'", where);
        return parent[index];
    }
    if (!parent.is_object()) throw Error(describeJson(parent) + " has no member '" + key + "'", where);
    if (!parent.contains(key)) {
        std::vector<std::string> known;
        for (const auto& [name, value] : parent.items()) known.push_back(name);
        throw Error("there is no '" + key + "'" + suggestion(key, known), where);
    }
    return parent[key];
}

/// What is not JSON is a text: ids and folder names need no quotes.
Json valueOrText(std::string_view value) {
    try {
        return parseJsonDocument(value);
    } catch (const Error&) {
        return std::string(value);
    }
}

/// A name from a file name: what is not allowed becomes '_'.
std::string nameFrom(const std::filesystem::path& file) {
    std::string name = file.stem().string().substr(0, longestName);
    for (char& c : name)
        if (!allowedInName(c)) c = '_';
    return name;
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

Experiment readExperiment(const std::filesystem::path& file) {
    const std::string text = readTextFile(file);
    try {
        const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
        return experimentFromJson(parseJsonDocument(text), folder, nameFrom(file));
    } catch (const Error& error) {
        throw Error(error.message(), file.string() + (error.where().empty() ? "" : ": " + error.where()));
    }
}

std::string toJson(const Experiment& experiment) { return toDocument(experiment).dump(2) + "\n"; }

Experiment withValue(const Experiment& experiment, std::string_view pointer, std::string_view value) {
    const std::string where(pointer);
    if (!pointer.starts_with('/') || pointer.size() < 2)
        throw Error("expected a JSON pointer such as /training/epochs, found '" + where + "'");
    Json document = toDocument(experiment);
    Json* parent = nullptr;
    Json* target = &document;
    std::string key;
    for (std::size_t begin = 1; begin <= pointer.size();) {
        const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
        key = unescaped(pointer.substr(begin, end - begin));
        parent = target;
        target = &member(*parent, key, where);
        begin = end + 1;
    }
    Json given = target->is_string() ? Json(std::string(value)) : valueOrText(value);
    // Another entry has other parameters: those of the old one go.
    if (key == "id" && parent->is_object() && *target != given) *parent = Json{{"id", std::move(given)}};
    else *target = std::move(given);
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    return experimentFromJson(parseJsonDocument(text), experiment.folder, experiment.name);
}

} // namespace orthant
