// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_plan.h"

#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/document_fields.h"
#include "core/experiment/experiment.h"
#include "core/unrolled/unrolled_trainer.h"

#include <algorithm>
#include <cmath>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostNetworks = 32, mostSolvers = 16, mostValues = 50, farthestReach = 8, mostEdits = 4096;

Component readComponent(const Json& object, const char* key, const char* kind, const char* example, const std::string& where) {
    const std::string place = where + pointerStep(key);
    return resolveComponent(kind, componentFromJson(requiredKey(object, key, example, where), place), place);
}

Params paramsAt(const Json& object, const char* key, const std::string& where) {
    const auto it = object.find(key);
    return it == object.end() ? Params{} : paramsFromJson(*it, where + pointerStep(key));
}

/// The values of the plan with those of a network in their place.
Params merged(Params values, const Params& own) {
    for (const auto& [id, value] : own) values.set(id, value);
    return values;
}

std::string readMask(const Json& json, const std::string& where) {
    const std::string mask = optionalText(json, "mask", UnrolledDesign{}.mask, where);
    if (mask != "operator" && mask != "dense")
        throw Error("expected \"operator\" (the structure of the problem) or \"dense\" (every link), found '" + mask + "'", where + "/mask");
    return mask;
}

std::size_t readReach(const Json& json, const std::string& where) {
    const auto it = json.find("reach");
    if (it == json.end()) return 0;
    if (!it->is_number_integer() || *it < 0 || *it > farthestReach)
        throw Error("expected a whole number from 0 to " + std::to_string(farthestReach) + ", found " + describeJson(*it), where + "/reach");
    return it->get<std::size_t>();
}

/// [first row, last row, first column, last column, allowed], rows and columns from 1 as the window counts them.
MaskEdit readEdit(const Json& json, const std::string& where) {
    const auto number = [&](std::size_t i) { return json[i].is_number_integer() && json[i] >= 1 && json[i] <= 65535; };
    if (!json.is_array() || json.size() != 5 || !number(0) || !number(1) || !number(2) || !number(3) || !json[4].is_boolean())
        throw Error("expected [first row, last row, first column, last column, true or false], rows and columns from 1, found " +
                        (json.is_array() ? json.dump() : describeJson(json)),
                    where);
    const auto at = [&](std::size_t i) { return json[i].get<std::size_t>() - 1; };
    const MaskEdit edit{at(0), at(1), at(2), at(3), json[4].get<bool>()};
    if (edit.row1 < edit.row0 || edit.col1 < edit.col0) throw Error("the last row or column comes before the first one in " + json.dump(), where);
    return edit;
}

std::vector<MaskEdit> readEdits(const Json& json, const std::string& where) {
    std::vector<MaskEdit> edits;
    if (!json.contains("edits")) return edits;
    const Json& list = json["edits"];
    const std::string place = where + "/edits";
    if (!list.is_array()) throw Error("expected a list of rectangles of links, found " + describeJson(list), place);
    if (list.size() > mostEdits) throw Error("expected at most " + std::to_string(mostEdits) + " rectangles, found " + std::to_string(list.size()), place);
    for (std::size_t i = 0; i < list.size(); ++i) edits.push_back(readEdit(list[i], place + "/" + std::to_string(i)));
    return edits;
}

Json toJsonValue(const std::vector<MaskEdit>& edits) {
    Json list = Json::array();
    for (const MaskEdit& edit : edits) list.push_back({edit.row0 + 1, edit.row1 + 1, edit.col0 + 1, edit.col1 + 1, edit.allow});
    return list;
}

PlannedNetwork readNetwork(const Json& json, const Params& training, const std::string& where) {
    checkKeys(json, {"title", "algorithm", "weights", "mask", "reach", "edits", "training"}, where);
    PlannedNetwork network;
    network.algorithm = readComponent(json, "algorithm", "unrolled", "expected an algorithm, for example {\"id\": \"lista_cp\"}", where);
    network.weights = readComponent(json, "weights", "link_weights", "expected how weights are made, for example {\"id\": \"one_bit\"}", where);
    network.title = optionalText(json, "title",
                                 catalogueEntry("unrolled", network.algorithm.id).title + ", " +
                                     catalogueEntry("link_weights", network.weights.id).title,
                                 where);
    network.mask = readMask(json, where);
    network.reach = readReach(json, where);
    network.edits = readEdits(json, where);
    const Params own = paramsAt(json, "training", where);
    const Params checked = resolveNestedParams(unrolledTrainingParams(), merged(training, own), where + "/training");
    for (const auto& [id, value] : own) network.training.set(id, *checked.find(id));
    return network;
}

std::vector<PlannedNetwork> readNetworks(const Json& document, const Params& training) {
    const Json& list = requiredList(document, "networks", "network", mostNetworks, "");
    std::vector<PlannedNetwork> networks;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string where = "/networks/" + std::to_string(i);
        PlannedNetwork network = readNetwork(list[i], training, where);
        if (std::ranges::find(networks, network.title, &PlannedNetwork::title) != networks.end())
            throw Error("there is a network '" + network.title + "' already; expected a title of its own", where + "/title");
        networks.push_back(std::move(network));
    }
    return networks;
}

std::vector<Component> readSolvers(const Json& document) {
    const auto it = document.find("solvers");
    if (it == document.end()) return {};
    if (!it->is_array()) throw Error("expected a list of solvers, found " + describeJson(*it), "/solvers");
    if (it->size() > mostSolvers) throw Error("expected at most " + std::to_string(mostSolvers) + " solvers", "/solvers");
    return readComponents(*it, "solvers", "/solvers");
}

Json toDocument(const UnrolledPlan& plan) {
    Json networks = Json::array(), solvers = Json::array();
    for (const PlannedNetwork& network : plan.networks) {
        networks.push_back({{"title", network.title},
                            {"algorithm", toJsonValue(network.algorithm)},
                            {"weights", toJsonValue(network.weights)},
                            {"mask", network.mask},
                            {"reach", network.reach},
                            {"edits", toJsonValue(network.edits)}});
        if (!network.training.empty()) networks.back()["training"] = toJsonValue(network.training);
    }
    for (const Component& solver : plan.solvers) solvers.push_back(toJsonValue(solver));
    Json document{{"orthant", experimentFormatVersion}, {"kind", "unrolled"},
                  {"name", plan.name},                  {"title", plan.title},
                  {"summary", plan.summary},            {"seeds", plan.seeds},
                  {"problem", toJsonValue(plan.problem)}, {"networks", std::move(networks)},
                  {"training", toJsonValue(plan.training)}, {"solvers", std::move(solvers)}};
    if (!plan.varyPointer.empty()) document["vary"] = {{"pointer", plan.varyPointer}, {"values", plan.varyValues}};
    return document;
}

/// A pointer with "*" as the pointers that it stands for.
std::vector<std::string> pointersOf(const Json& document, const std::string& pointer) {
    const std::size_t star = pointer.find("/*");
    const bool whole = star != std::string::npos && (star + 2 == pointer.size() || pointer[star + 2] == '/');
    if (!whole) return {pointer};
    const std::string list = pointer.substr(0, star);
    const Json::json_pointer place(list);
    if (!document.contains(place) || !document[place].is_array()) throw Error("there is no list for '*' to stand in", pointer);
    std::vector<std::string> pointers;
    for (std::size_t i = 0; i < document[place].size(); ++i)
        for (std::string& one : pointersOf(document, list + "/" + std::to_string(i) + pointer.substr(star + 2)))
            pointers.push_back(std::move(one));
    return pointers;
}

void setValues(Json& document, const std::string& pointer, std::string_view value) {
    for (const std::string& one : pointersOf(document, pointer)) setValue(document, one, value);
}

UnrolledPlan planFromJson(const Json& document, const fs::path& folder, const std::string& name);

void readVary(const Json& document, UnrolledPlan& plan) {
    const auto it = document.find("vary");
    if (it == document.end()) return;
    checkKeys(*it, {"pointer", "values"}, "/vary");
    (void)requiredKey(*it, "pointer", "expected a JSON pointer such as /training/samples", "/vary");
    const std::string pointer = optionalText(*it, "pointer", "", "/vary");
    for (const char* part : {"/problem/", "/training/", "/networks/"})
        if (pointer.starts_with(part)) plan.varyPointer = pointer;
    if (plan.varyPointer.empty())
        throw Error("expected a pointer into /problem, /training or /networks, found '" + pointer + "'", "/vary/pointer");
    const Json& values = requiredList(*it, "values", "value", mostValues, "/vary");
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string where = "/vary/values/" + std::to_string(i);
        if (!values[i].is_number()) throw Error("expected a number, found " + describeJson(values[i]), where);
        const double value = values[i].get<double>();
        if (std::ranges::find(plan.varyValues, value) != plan.varyValues.end()) throw Error("this value stands here twice", where);
        plan.varyValues.push_back(value);
        try {
            (void)planAt(plan, value);
        } catch (const Error& error) {
            throw Error(error.what(), where);
        }
    }
}

UnrolledPlan planFromJson(const Json& document, const fs::path& folder, const std::string& name) {
    checkKeys(document, {"orthant", "kind", "name", "title", "summary", "seeds", "problem", "networks", "training", "solvers", "vary"}, "");
    checkKind(document, "unrolled");
    UnrolledPlan plan;
    plan.name = readName(document, name);
    plan.title = optionalText(document, "title", plan.name);
    plan.summary = optionalText(document, "summary", "");
    plan.seeds = readSeeds(document, plan.seeds);
    plan.problem = readComponent(document, "problem", "problems", "expected a problem, for example {\"id\": \"sparse_recovery\"}", "");
    plan.training = resolveNestedParams(unrolledTrainingParams(), paramsAt(document, "training", ""), "/training");
    plan.networks = readNetworks(document, plan.training);
    plan.solvers = readSolvers(document);
    plan.folder = folder;
    readVary(document, plan);
    return plan;
}

/// The document goes through a text, as that of a file does: values that came in by a pointer are as unchecked as a file.
UnrolledPlan parsedAgain(const Json& document, const UnrolledPlan& plan) {
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    return planFromJson(parseJsonDocument(text), plan.folder, plan.name);
}

} // namespace

UnrolledPlan parseUnrolledPlan(std::string_view json, const fs::path& folder) {
    return planFromJson(parseJsonDocument(json), folder, "untitled");
}

UnrolledPlan readUnrolledPlan(const fs::path& file) { return readDocument(file, planFromJson); }

std::string toJson(const UnrolledPlan& plan) { return toDocument(plan).dump(2) + "\n"; }

UnrolledPlan withValue(const UnrolledPlan& plan, std::string_view pointer, std::string_view value) {
    Json document = toDocument(plan);
    setValues(document, std::string(pointer), value);
    return parsedAgain(document, plan);
}

UnrolledPlan planAt(const UnrolledPlan& plan, double value) {
    if (plan.varyPointer.empty()) return plan;
    Json document = toDocument(plan);
    document.erase("vary");
    setValues(document, plan.varyPointer, shortest(value));
    return parsedAgain(document, plan);
}

std::string variedName(const UnrolledPlan& plan) { return plan.varyPointer.substr(plan.varyPointer.rfind('/') + 1); }

bool variesProblem(const UnrolledPlan& plan) { return plan.varyPointer.starts_with("/problem/"); }

Params trainingOf(const UnrolledPlan& plan, std::size_t network) {
    return resolveNestedParams(unrolledTrainingParams(), merged(plan.training, plan.networks[network].training),
                               "/networks/" + std::to_string(network) + "/training");
}

} // namespace orthant
