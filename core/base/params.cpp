// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/params.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>

namespace orthant {

Component::Component(std::string identifier) : Component(std::move(identifier), Params{}) {}
Component::Component(std::string identifier, Params parameters)
    : id(std::move(identifier)), params(std::make_shared<const Params>(std::move(parameters))) {}

bool operator==(const Component& a, const Component& b) {
    if (a.id != b.id) return false;
    if (!a.params || !b.params) return a.params == b.params;
    return *a.params == *b.params;
}

namespace {

ParamSpec makeSpec(ParamKind kind, std::string id, std::string title, ParamValue value, std::string help) {
    ParamSpec spec;
    spec.kind = kind;
    spec.id = std::move(id);
    spec.title = std::move(title);
    spec.defaultValue = std::move(value);
    spec.help = std::move(help);
    return spec;
}

std::string kindName(const ParamValue& value) {
    static const char* names[] = {"true or false", "a whole number", "a number", "a text", "an object with an id"};
    return names[value.index()];
}

std::string rangeText(const ParamSpec& spec) {
    const bool low = std::isfinite(spec.minimum), high = std::isfinite(spec.maximum);
    if (low && high) return " from " + shortest(spec.minimum) + " to " + shortest(spec.maximum);
    if (low) return " of at least " + shortest(spec.minimum);
    if (high) return " of at most " + shortest(spec.maximum);
    return {};
}

[[noreturn]] void wrongValue(const std::string& expected, const ParamValue& value, const std::string& where) {
    throw Error("expected " + expected + ", found " + toText(value), where);
}

} // namespace

ParamSpec realParam(std::string id, std::string title, double value, std::string help) {
    return makeSpec(ParamKind::Real, std::move(id), std::move(title), value, std::move(help));
}
ParamSpec integerParam(std::string id, std::string title, std::int64_t value, std::string help) {
    return makeSpec(ParamKind::Integer, std::move(id), std::move(title), value, std::move(help));
}
ParamSpec booleanParam(std::string id, std::string title, bool value, std::string help) {
    return makeSpec(ParamKind::Boolean, std::move(id), std::move(title), value, std::move(help));
}
ParamSpec choiceParam(std::string id, std::string title, std::string value, std::vector<std::string> choices,
                      std::string help) {
    ParamSpec spec = makeSpec(ParamKind::Choice, std::move(id), std::move(title), std::move(value), std::move(help));
    spec.choices = std::move(choices);
    return spec;
}
ParamSpec textParam(std::string id, std::string title, std::string value, std::string help) {
    return makeSpec(ParamKind::Text, std::move(id), std::move(title), std::move(value), std::move(help));
}
ParamSpec pathParam(std::string id, std::string title, std::string value, std::string help) {
    return makeSpec(ParamKind::Path, std::move(id), std::move(title), std::move(value), std::move(help));
}
ParamSpec componentParam(std::string id, std::string title, std::string catalogue, Component value, std::string help) {
    ParamSpec spec = makeSpec(ParamKind::Component, std::move(id), std::move(title), std::move(value), std::move(help));
    spec.catalogue = std::move(catalogue);
    return spec;
}

const ParamValue* Params::find(std::string_view id) const {
    const auto it = std::find_if(values_.begin(), values_.end(), [&](const auto& value) { return value.first == id; });
    return it == values_.end() ? nullptr : &it->second;
}

void Params::set(std::string_view id, ParamValue value) {
    const auto it = std::find_if(values_.begin(), values_.end(), [&](const auto& entry) { return entry.first == id; });
    if (it == values_.end()) values_.emplace_back(std::string(id), std::move(value));
    else it->second = std::move(value);
}

namespace {

template <class T>
const T& valueAs(const Params& params, std::string_view id) {
    const ParamValue* value = params.find(id);
    if (!value) throw Error("parameter '" + std::string(id) + "' is missing");
    const T* typed = std::get_if<T>(value);
    if (!typed) throw Error("parameter '" + std::string(id) + "' is " + kindName(*value));
    return *typed;
}

} // namespace

double Params::real(std::string_view id) const {
    const ParamValue* value = find(id);
    if (value)
        if (const auto* whole = std::get_if<std::int64_t>(value)) return static_cast<double>(*whole);
    return valueAs<double>(*this, id);
}
std::int64_t Params::integer(std::string_view id) const { return valueAs<std::int64_t>(*this, id); }
std::size_t Params::size(std::string_view id) const {
    const std::int64_t value = integer(id);
    if (value < 0) throw Error("parameter '" + std::string(id) + "' is negative");
    return static_cast<std::size_t>(value);
}
bool Params::boolean(std::string_view id) const { return valueAs<bool>(*this, id); }
const std::string& Params::text(std::string_view id) const { return valueAs<std::string>(*this, id); }
const Component& Params::component(std::string_view id) const { return valueAs<Component>(*this, id); }

ParamValue checkValue(const ParamSpec& spec, const ParamValue& value, const std::string& where) {
    const auto checkRange = [&](double number, const char* what) {
        if (!(number >= spec.minimum && number <= spec.maximum)) wrongValue(what + rangeText(spec), value, where);
    };
    switch (spec.kind) {
    case ParamKind::Boolean:
        if (!std::holds_alternative<bool>(value)) wrongValue("true or false", value, where);
        return value;
    case ParamKind::Integer:
        if (!std::holds_alternative<std::int64_t>(value)) wrongValue("a whole number" + rangeText(spec), value, where);
        checkRange(static_cast<double>(std::get<std::int64_t>(value)), "a whole number");
        return value;
    case ParamKind::Real: {
        double number = 0;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) number = static_cast<double>(*whole);
        else if (const auto* real = std::get_if<double>(&value)) number = *real;
        else wrongValue("a number" + rangeText(spec), value, where);
        if (!std::isfinite(number)) wrongValue("a finite number", value, where);
        checkRange(number, "a number");
        return number;
    }
    case ParamKind::Choice: {
        const auto* text = std::get_if<std::string>(&value);
        if (!text) wrongValue("a text", value, where);
        if (std::find(spec.choices.begin(), spec.choices.end(), *text) == spec.choices.end())
            throw Error("unknown value '" + *text + "' for " + spec.id + suggestion(*text, spec.choices), where);
        return value;
    }
    case ParamKind::Text:
    case ParamKind::Path:
        if (!std::holds_alternative<std::string>(value)) wrongValue("a text", value, where);
        return value;
    case ParamKind::Component:
        if (!std::holds_alternative<Component>(value))
            wrongValue("an object with an id of the catalogue '" + spec.catalogue + "'", value, where);
        return value;
    }
    return value;
}

Params resolveParams(std::span<const ParamSpec> specs, const Params& given, const std::string& where) {
    std::vector<std::string> known;
    for (const ParamSpec& spec : specs) known.push_back(spec.id);
    for (const auto& [id, value] : given)
        if (std::find(known.begin(), known.end(), id) == known.end())
            throw Error("unknown parameter '" + id + "'" + suggestion(id, known), where + "/" + id);
    Params result;
    for (const ParamSpec& spec : specs) {
        const ParamValue* value = given.find(spec.id);
        result.set(spec.id, value ? checkValue(spec, *value, where + "/" + spec.id) : spec.defaultValue);
    }
    return result;
}

bool applies(const ParamSpec& spec, const Params& values) {
    const ParamValue* other = spec.condition.empty() ? nullptr : values.find(spec.condition);
    if (!other) return true;
    const auto* word = std::get_if<std::string>(other);
    return std::ranges::find(spec.conditionValues, word ? *word : toText(*other)) != spec.conditionValues.end();
}

std::string toText(const ParamValue& value) {
    struct Visitor {
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return shortest(v); }
        std::string operator()(const std::string& v) const { return "'" + v + "'"; }
        std::string operator()(const Component& v) const { return v.id; }
    };
    return std::visit(Visitor{}, value);
}

} // namespace orthant
