// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/document_fields.h"

#include "core/base/text.h"
#include "core/experiment/catalogues.h"
#include "core/experiment/experiment.h"

#include <algorithm>
#include <charconv>

namespace orthant {

namespace {

// Whole numbers up to here are the same in every JSON reader.
constexpr std::uint64_t largestSeed = (std::uint64_t{1} << 53) - 1;
constexpr std::size_t longestText = 2000, longestName = 100, mostSeeds = 100;

bool allowedInName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
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

Json valueOrText(std::string_view value) {
    try {
        return parseJsonDocument(value);
    } catch (const Error&) {
        return std::string(value);
    }
}

} // namespace

void checkKeys(const Json& object, std::initializer_list<const char*> known, const std::string& where) {
    if (!object.is_object()) throw Error("expected an object, found " + describeJson(object), where);
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& [key, value] : object.items())
        if (std::find(names.begin(), names.end(), key) == names.end())
            throw Error("unknown key '" + key + "'" + suggestion(key, names), where + pointerStep(key));
}

const Json& requiredKey(const Json& object, const char* key, const char* what, const std::string& where) {
    const auto it = object.find(key);
    if (it == object.end()) throw Error("the key '" + std::string(key) + "' is missing: " + what, where);
    return *it;
}

std::string optionalText(const Json& object, const char* key, const std::string& fallback, const std::string& where) {
    const auto it = object.find(key);
    if (it == object.end()) return fallback;
    const std::string place = where + pointerStep(key);
    if (!it->is_string()) throw Error("expected a text, found " + describeJson(*it), place);
    if (it->get_ref<const std::string&>().size() > longestText)
        throw Error("expected at most " + std::to_string(longestText) + " bytes", place);
    return it->get<std::string>();
}

const Json& requiredList(const Json& object, const char* key, const char* what, std::size_t most, const std::string& where) {
    const std::string many = std::string(what) + "s", place = where + pointerStep(key);
    const Json& list = requiredKey(object, key, ("expected a list of " + many).c_str(), where);
    if (!list.is_array()) throw Error("expected a list of " + many + ", found " + describeJson(list), place);
    if (list.empty()) throw Error("expected at least one " + std::string(what) + ", found an empty list", place);
    if (list.size() > most)
        throw Error("expected at most " + std::to_string(most) + " " + many + ", found " + std::to_string(list.size()), place);
    return list;
}

std::vector<Component> readComponents(const Json& list, const char* kind, const std::string& where) {
    std::vector<Component> components;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = where + "/" + std::to_string(i);
        components.push_back(resolveComponent(kind, componentFromJson(list[i], place), place));
    }
    return components;
}

void checkVersion(const Json& document) {
    const Json& version = requiredKey(document, "orthant", "expected \"orthant\": 1, the version of the format", "");
    if (!version.is_number_integer() || version < 1)
        throw Error("expected the version of the format, 1, found " + describeJson(version), "/orthant");
    if (version > experimentFormatVersion)
        throw Error("the document has format version " + version.dump() + "; this program reads version " +
                        std::to_string(experimentFormatVersion) + ". A newer Orthant is needed",
                    "/orthant");
}

void checkKind(const Json& document, const std::string& kind) {
    checkVersion(document);
    const std::string expected = "expected \"kind\": \"" + kind + "\"";
    const Json& found = requiredKey(document, "kind", expected.c_str(), "");
    if (found != kind) throw Error("expected \"" + kind + "\", found " + describeJson(found), "/kind");
}

std::string readName(const Json& document, const std::string& fallback, const char* key, const std::string& where) {
    std::string name = optionalText(document, key, fallback, where);
    if (name.empty() || name.size() > longestName || !std::all_of(name.begin(), name.end(), allowedInName))
        throw Error("expected 1 to " + std::to_string(longestName) + " letters, digits, '_' and '-', found '" +
                        name.substr(0, longestName) + "'",
                    where + pointerStep(key));
    return name;
}

std::uint64_t readSeed(const Json& document) {
    const auto it = document.find("seed");
    return it == document.end() ? 1 : readSeed(*it, "/seed");
}

std::uint64_t readSeed(const Json& seed, const std::string& where) {
    if (!seed.is_number_integer() || seed < 0 || seed > largestSeed)
        throw Error("expected a whole number from 0 to " + std::to_string(largestSeed) + ", found " + describeJson(seed), where);
    return seed.get<std::uint64_t>();
}

std::vector<std::uint64_t> readSeeds(const Json& document, const std::vector<std::uint64_t>& fallback) {
    if (!document.contains("seeds")) return fallback;
    const Json& list = requiredList(document, "seeds", "seed", mostSeeds, "");
    std::vector<std::uint64_t> seeds;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string where = "/seeds/" + std::to_string(i);
        const std::uint64_t seed = readSeed(list[i], where);
        if (std::find(seeds.begin(), seeds.end(), seed) != seeds.end())
            throw Error("the seed " + std::to_string(seed) + " stands here twice", where);
        seeds.push_back(seed);
    }
    return seeds;
}

std::string nameFrom(const std::filesystem::path& file) {
    std::string name = file.stem().string().substr(0, longestName);
    for (char& c : name)
        if (!allowedInName(c)) c = '_';
    return name;
}

void setValue(Json& document, std::string_view pointer, std::string_view value) {
    const std::string where(pointer);
    if (!pointer.starts_with('/') || pointer.size() < 2)
        throw Error("expected a JSON pointer such as /training/epochs, found '" + where + "'");
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
}

} // namespace orthant
