// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/entry_text.h"

#include "core/base/text.h"

#include <cmath>

namespace orthant {

namespace {

const char* kindName(ParamKind kind) {
    switch (kind) {
    case ParamKind::Boolean: return "boolean";
    case ParamKind::Integer: return "integer";
    case ParamKind::Real: return "real";
    case ParamKind::Choice: return "choice";
    case ParamKind::Text: return "text";
    case ParamKind::Path: return "path";
    case ParamKind::Component: return "component";
    }
    return "";
}

Json parameterJson(const ParamSpec& spec) {
    Json json{{"id", spec.id}, {"title", spec.title}, {"kind", kindName(spec.kind)}};
    json["default"] = toJsonValue(Params{{spec.id, spec.defaultValue}})[spec.id];
    json["help"] = spec.help;
    json["unit"] = spec.unit;
    if (std::isfinite(spec.minimum)) json["minimum"] = spec.minimum;
    if (std::isfinite(spec.maximum)) json["maximum"] = spec.maximum;
    if (!spec.choices.empty()) json["choices"] = spec.choices;
    if (!spec.catalogue.empty()) json["catalogue"] = spec.catalogue;
    return json;
}

/// "ste_sign, clip = 1"
std::string partText(const Component& component) {
    std::string text = component.id;
    if (component.params)
        for (const auto& [id, value] : *component.params) text += ", " + id + " = " + toText(value);
    return text;
}

std::string linesOf(const std::string& head, const Params& params) {
    std::string text = params.empty() ? "" : head + ":\n";
    for (const auto& [id, value] : params) text += "  " + id + ": " + toText(value) + "\n";
    return text;
}

} // namespace

std::string methodText(const Method& method) {
    std::string text;
    if (method.weights) text += "Weights: " + partText(*method.weights) + "\n";
    if (method.activations) text += "Activations: " + partText(*method.activations) + "\n";
    if (method.optimizer) text += "Update rule: " + partText(*method.optimizer) + "\n";
    for (const Component& term : method.terms) text += "Loss term: " + partText(term) + "\n";
    text += linesOf("Training", method.training) + linesOf("Published", method.published);
    return text + (method.notes.empty() ? "" : "Notes: " + method.notes + "\n");
}

Json entryJson(const EntryInfo& entry) {
    Json parameters = Json::array();
    for (const ParamSpec& spec : entry.params) parameters.push_back(parameterJson(spec));
    return {{"id", entry.id},         {"title", entry.title}, {"summary", entry.summary},
            {"source", entry.source}, {"grade", entry.grade}, {"parameters", std::move(parameters)}};
}

std::string expectation(const ParamSpec& spec) {
    std::string text;
    switch (spec.kind) {
    case ParamKind::Boolean: return "true or false";
    case ParamKind::Integer: text = "a whole number"; break;
    case ParamKind::Real: text = "a number"; break;
    case ParamKind::Choice:
        for (const std::string& choice : spec.choices) text += (text.empty() ? "" : " | ") + choice;
        return text;
    case ParamKind::Text: return "a text";
    case ParamKind::Path: return "a path";
    case ParamKind::Component: return "one of the " + spec.catalogue;
    }
    const bool low = std::isfinite(spec.minimum), high = std::isfinite(spec.maximum);
    if (low && high) text += " from " + shortest(spec.minimum) + " to " + shortest(spec.maximum);
    else if (low) text += " of at least " + shortest(spec.minimum);
    else if (high) text += " of at most " + shortest(spec.maximum);
    return text + (spec.unit.empty() ? "" : ", in " + spec.unit);
}

} // namespace orthant
