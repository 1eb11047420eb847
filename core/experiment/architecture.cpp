// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/architecture.h"

#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"
#include "core/experiment/shipped.h"

#include <algorithm>

namespace orthant {

namespace {

std::string text(const Json& document, const char* key) {
    (void)requiredKey(document, key, "expected a text", "");
    return optionalText(document, key, "");
}

Shape readShape(const Json& document) {
    Shape shape;
    for (const Json& size : requiredList(document, "input", "size", 3, "")) {
        const std::string where = "/input/" + std::to_string(shape.size());
        if (!size.is_number_unsigned() || size == 0 || size > 4096)
            throw Error("expected a whole number from 1 to 4096, found " + describeJson(size), where);
        shape.push_back(size.get<std::size_t>());
    }
    return shape;
}

/// The layer that gives the scores.
std::vector<Component>::iterator lastDense(std::vector<Component>& layers) {
    const auto found = std::find_if(layers.rbegin(), layers.rend(), [](const Component& layer) { return layer.id == "dense"; });
    return found == layers.rend() ? layers.end() : std::prev(found.base());
}

Architecture architectureFromJson(const Json& document, const std::filesystem::path&, const std::string& name) {
    checkKeys(document, {"orthant", "kind", "id", "title", "summary", "source", "input", "layers"}, "");
    checkKind(document, "network");
    Architecture network;
    network.id = text(document, "id");
    if (network.id != name) throw Error("expected '" + name + "', the name of the file, found '" + network.id + "'", "/id");
    network.title = text(document, "title");
    network.summary = text(document, "summary");
    network.source = text(document, "source");
    network.input = readShape(document);
    constexpr std::size_t mostLayers = 1000;
    network.layers = readComponents(requiredList(document, "layers", "layer", mostLayers, ""), "layers", "/layers");
    if (lastDense(network.layers) == network.layers.end())
        throw Error("expected a dense layer that gives the scores", "/layers");
    return network;
}

} // namespace

std::span<const Architecture> architectures() {
    static const std::vector<Architecture> all = [] {
        std::vector<Architecture> networks;
        for (const auto& file : shippedFiles("networks")) networks.push_back(readArchitecture(file));
        return networks;
    }();
    return all;
}

Architecture readArchitecture(const std::filesystem::path& file) { return readDocument(file, architectureFromJson); }

Experiment withArchitecture(const Experiment& experiment, std::string_view id, std::size_t classes) {
    Experiment result = experiment;
    result.layers = findEntry(architectures(), id, "network").layers;
    Component& last = *lastDense(result.layers);
    Params params = *last.params;
    params.set("units", static_cast<std::int64_t>(classes));
    last = resolveComponent("layers", Component(last.id, params), "");
    return result;
}

} // namespace orthant
