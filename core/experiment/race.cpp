// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/race.h"

#include "core/experiment/document_fields.h"
#include "core/experiment/shipped.h"
#include "core/experiment/study_plan.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace orthant {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostMethods = 100;
constexpr std::array experimentParts{"/data", "/network", "/training", "/probes"};

Method readMethod(const Json& json, const std::string& where) {
    return json.is_string() ? findMethod(json.get<std::string>(), where) : methodFromJson(json, where);
}

std::vector<Method> readMethods(const Json& document) {
    const Json& list = requiredList(document, "methods", "method", mostMethods, "");
    std::vector<Method> methods;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string where = "/methods/" + std::to_string(i);
        Method method = readMethod(list[i], where);
        if (std::ranges::find(methods, method.id, &Method::id) != methods.end())
            throw Error("a method '" + method.id + "' is in the race already", where);
        methods.push_back(std::move(method));
    }
    return methods;
}

bool isPartOfExperiment(std::string_view pointer) {
    return std::ranges::any_of(experimentParts, [&](std::string_view part) {
        return pointer == part || (pointer.starts_with(part) && pointer[part.size()] == '/');
    });
}

std::vector<std::pair<std::string, std::string>> readSet(const Json& document) {
    std::vector<std::pair<std::string, std::string>> set;
    const auto it = document.find("set");
    if (it == document.end()) return set;
    if (!it->is_object()) throw Error("expected an object, found " + describeJson(*it), "/set");
    for (const auto& [pointer, value] : it->items()) {
        if (!isPartOfExperiment(pointer))
            throw Error("expected a pointer into the experiment, such as /training/epochs", "/set" + pointerStep(pointer));
        set.emplace_back(pointer, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return set;
}

Race raceFromJson(const Json& document, const fs::path& folder, const std::string& name) {
    checkKeys(document, {"orthant", "kind", "name", "title", "summary", "experiment", "methods", "seeds", "realEnds", "set"}, "");
    checkKind(document, "race");
    Race race;
    race.name = readName(document, name);
    race.title = optionalText(document, "title", race.name);
    race.summary = optionalText(document, "summary", "");
    (void)requiredKey(document, "experiment", "expected the name of a shipped experiment or a file", "");
    race.experiment = optionalText(document, "experiment", "");
    race.methods = readMethods(document);
    race.seeds = readSeeds(document, race.seeds);
    if (document.contains("realEnds")) {
        const Json& realEnds = document["realEnds"];
        if (!realEnds.is_boolean()) throw Error("expected true or false, found " + describeJson(realEnds), "/realEnds");
        race.realEnds = realEnds.get<bool>();
    }
    race.set = readSet(document);
    race.folder = folder;
    return race;
}

/// Numbers and objects stay what they are; everything else is a text, which withValue() takes as well.
Json settingJson(const std::string& text) {
    try {
        return parseJsonDocument(text);
    } catch (const Error&) {
        return text;
    }
}

Json toDocument(const Race& race) {
    Json methods = Json::array(), set = Json::object();
    for (const Method& method : race.methods)
        methods.push_back(method.origin == Method::Origin::Inline ? toJsonValue(method) : Json(method.id));
    for (const auto& [pointer, value] : race.set) set[pointer] = settingJson(value);
    return {{"orthant", experimentFormatVersion}, {"kind", "race"}, {"name", race.name}, {"title", race.title},
            {"summary", race.summary}, {"experiment", race.experiment}, {"methods", std::move(methods)},
            {"seeds", race.seeds}, {"realEnds", race.realEnds}, {"set", std::move(set)}};
}

} // namespace

Race parseRace(std::string_view json, const fs::path& folder) { return raceFromJson(parseJsonDocument(json), folder, "untitled"); }

Race readRace(const fs::path& file) { return readDocument(file, raceFromJson); }

std::string toJson(const Race& race) { return toDocument(race).dump(2) + "\n"; }

Race withValue(const Race& race, std::string_view pointer, std::string_view value) {
    Json document = toDocument(race);
    if (isPartOfExperiment(pointer)) document["set"][std::string(pointer)] = settingJson(std::string(value));
    else setValue(document, pointer, value);
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    Race result = raceFromJson(parseJsonDocument(text), race.folder, race.name);
    if (isPartOfExperiment(pointer)) (void)baseOf(result); // its errors
    return result;
}

Experiment baseOf(const Race& race) {
    Experiment experiment;
    try {
        std::error_code error;
        const fs::path beside = race.folder / race.experiment;
        experiment = readExperiment(fs::is_regular_file(beside, error) ? beside : findExperiment(race.experiment));
    } catch (const Error& error) {
        throw Error(error.what(), "/experiment");
    }
    for (const auto& [pointer, value] : race.set) {
        try {
            experiment = withValue(experiment, pointer, value);
        } catch (const Error& error) {
            throw Error(error.what(), "/set" + pointerStep(pointer));
        }
    }
    return experiment;
}

std::vector<RaceRun> runsOf(const Race& race) {
    const Experiment base = baseOf(race);
    std::vector<Experiment> experiments;
    for (std::size_t m = 0; m < race.methods.size(); ++m) {
        try {
            experiments.push_back(withMethod(base, race.methods[m], {race.realEnds}));
        } catch (const Error& error) {
            throw Error(error.what(), "/methods/" + std::to_string(m));
        }
    }
    std::vector<RaceRun> runs;
    for (const std::uint64_t seed : race.seeds)
        for (std::size_t m = 0; m < race.methods.size(); ++m) {
            const Method& method = race.methods[m];
            RaceRun run{m, seed, "runs/" + method.id + "_seed" + std::to_string(seed), experiments[m]};
            run.experiment.seed = seed;
            run.experiment.name = method.id + "_seed" + std::to_string(seed);
            run.experiment.title = method.title + ", seed " + std::to_string(seed);
            run.experiment.summary = race.title;
            runs.push_back(std::move(run));
        }
    return runs;
}

} // namespace orthant
