// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/quantizers/pair_method.h"

#include "core/experiment/catalogues.h"

#include <algorithm>

namespace orthant::ui {

namespace {

bool isDrawn(const Component& pair) { return pair.id == "drawn"; }

/// The method that stands for a quantizer: several recipes with the same one differ in something else, and none does.
const Method* soleMethod(const std::string& quantizer) {
    const auto uses = [&](const Method& method) { return method.weights && method.weights->id == quantizer; };
    if (std::ranges::count_if(methods(), uses) != 1) return nullptr;
    return &*std::ranges::find_if(methods(), uses);
}

std::string nameOf(const std::string& quantizer) {
    const Method* method = soleMethod(quantizer);
    return method ? method->title : catalogueEntry("quantizers", quantizer).title;
}

/// What differs from the defaults, as "beta 3": long texts such as points of a curve are no part of a title.
std::string changes(const Component& pair) {
    std::string text;
    for (const ParamSpec& spec : catalogueEntry("quantizers", pair.id).params) {
        const ParamValue* value = pair.params->find(spec.id);
        if (!value || *value == spec.defaultValue || spec.kind == ParamKind::Text) continue;
        const auto* part = std::get_if<Component>(value);
        text += ", " + spec.id + " " + (part ? part->id : toText(*value));
    }
    return text;
}

} // namespace

PairOrigin repairOf(const Component& pair, const PairOrigin& before) {
    if (isDrawn(pair)) return {before.title.ends_with(" repaired") ? before.title : before.title + " repaired", before.quantizer};
    return {nameOf(pair.id) + changes(pair) + " repaired", pair.id};
}

Method pairMethod(const Component& pair, const PairOrigin& origin) {
    const Component whole = resolveComponent("quantizers", pair, "");
    const Method* shipped = soleMethod(isDrawn(pair) ? origin.quantizer : pair.id);
    if (shipped && shipped->weights == whole) return *shipped;
    Method method = shipped ? *shipped : Method{};
    const EntryInfo& entry = catalogueEntry("quantizers", pair.id);
    method.origin = Method::Origin::Inline;
    method.id.clear();
    method.title = isDrawn(pair) ? origin.title : nameOf(pair.id) + changes(whole);
    method.summary = shipped ? "As " + shipped->title + ", with this pair on the weights." : "This pair on the weights; activations as in the experiment.";
    method.source = isDrawn(pair) ? "from the Pairs page" : entry.source;
    method.grade = entry.grade;
    method.notes.clear();
    method.published = {};
    method.weights = whole;
    return method;
}

} // namespace orthant::ui
