// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogues.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/dataset.h"
#include "core/experiment/architecture.h"
#include "core/experiment/recipe.h"
#include "core/exporters/exporter.h"
#include "core/geometry/study.h"
#include "core/layers/layer.h"
#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedules/schedule.h"
#include "core/quantizers/quantizer.h"
#include "core/training/losses/loss.h"
#include "core/training/methods/method.h"
#include "core/training/terms/term.h"
#include "core/unrolled/algorithms/algorithm.h"
#include "core/unrolled/link_weights.h"
#include "core/unrolled/operator.h"
#include "core/unrolled/problem.h"
#include "core/unrolled/solver.h"

#include <algorithm>
#include <charconv>

namespace orthant {

namespace {

using Entries = std::vector<const EntryInfo*>;

template <class Span>
Entries pointers(const Span& entries) {
    Entries result;
    for (const EntryInfo& entry : entries) result.push_back(&entry);
    return result;
}

Entries none() { return {}; }

struct Kind {
    const char* name;
    const char* one; ///< for messages
    Entries (*entries)();
};

// In the order of the help.
constexpr Kind kinds[] = {
    {"quantizers", "quantizer", [] { return pointers(quantizerCatalogue()); }},
    {"layers", "layer", [] { return pointers(layerCatalogue()); }},
    {"optimizers", "optimizer", [] { return pointers(optimizerCatalogue()); }},
    {"schedules", "schedule", [] { return pointers(scheduleCatalogue()); }},
    {"losses", "loss", [] { return pointers(lossCatalogue()); }},
    {"datasets", "data set", [] { return pointers(datasets()); }},
    {"exporters", "exporter", [] { return pointers(exporters()); }},
    {"training", "training method", [] { return pointers(methodCatalogue()); }},
    {"terms", "loss term", [] { return pointers(termCatalogue()); }},
    {"studies", "study", [] { return pointers(studyCatalogue()); }},
    {"networks", "network", [] { return pointers(architectures()); }},
    {"compressors", "compressor", none},
    {"recipes", "recipe", [] { return pointers(methods()); }},
    {"problems", "problem", [] { return pointers(problemCatalogue()); }},
    {"solvers", "solver", [] { return pointers(solverCatalogue()); }},
    {"operators", "operator", [] { return pointers(operatorCatalogue()); }},
    {"unrolled", "unrolled algorithm", [] { return pointers(unrolledCatalogue()); }},
    {"link_weights", "kind of link weights", [] { return pointers(linkWeightsCatalogue()); }},
};

const Kind& findKind(std::string_view name) {
    for (const Kind& kind : kinds)
        if (kind.name == name) return kind;
    std::string known;
    for (const Kind& kind : kinds) known += (known.empty() ? "" : ", ") + std::string(kind.name);
    throw Error("unknown kind of entries '" + std::string(name) + "'. The kinds are: " + known);
}

/// Components given by their id alone become components.
Params withShortForms(std::span<const ParamSpec> specs, const Params& given) {
    Params result = given;
    for (const ParamSpec& spec : specs) {
        const ParamValue* value = given.find(spec.id);
        if (spec.kind == ParamKind::Component && value && std::holds_alternative<std::string>(*value))
            result.set(spec.id, Component(std::get<std::string>(*value)));
    }
    return result;
}

template <class T>
T parseNumber(std::string_view text, const char* expected, const std::string& where) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw Error("expected " + std::string(expected) + ", found '" + std::string(text) + "'", where);
    return value;
}

} // namespace

std::vector<std::string> catalogueKinds() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds) names.emplace_back(kind.name);
    return names;
}

std::vector<const EntryInfo*> catalogueEntries(std::string_view kind) { return findKind(kind).entries(); }

const EntryInfo& catalogueEntry(std::string_view kind, std::string_view id, const std::string& where) {
    const Kind& found = findKind(kind);
    std::vector<std::string> known;
    for (const EntryInfo* entry : found.entries()) {
        if (entry->id == id) return *entry;
        known.push_back(entry->id);
    }
    throw Error("unknown " + std::string(found.one) + " '" + std::string(id) + "'" + suggestion(id, known), where);
}

Params resolveNestedParams(std::span<const ParamSpec> specs, const Params& given, const std::string& where) {
    Params result = resolveParams(specs, withShortForms(specs, given), where);
    for (const ParamSpec& spec : specs)
        if (spec.kind == ParamKind::Component)
            result.set(spec.id, resolveComponent(spec.catalogue, result.component(spec.id), where + "/" + spec.id));
    return result;
}

Component resolveComponent(std::string_view kind, const Component& given, const std::string& where) {
    const EntryInfo& entry = catalogueEntry(kind, given.id, where + "/id");
    return Component(entry.id, resolveNestedParams(entry.params, given.params ? *given.params : Params{}, where));
}

ParamValue parseValue(const ParamSpec& spec, std::string_view text, const std::string& where) {
    switch (spec.kind) {
    case ParamKind::Boolean:
        if (text == "true" || text == "false") return text == "true";
        throw Error("expected true or false, found '" + std::string(text) + "'", where);
    case ParamKind::Integer:
        return checkValue(spec, parseNumber<std::int64_t>(text, "a whole number", where), where);
    case ParamKind::Real: return checkValue(spec, parseNumber<double>(text, "a number", where), where);
    case ParamKind::Component: return resolveComponent(spec.catalogue, Component(std::string(text)), where);
    case ParamKind::Choice:
    case ParamKind::Text:
    case ParamKind::Path: break;
    }
    return checkValue(spec, std::string(text), where);
}

} // namespace orthant
