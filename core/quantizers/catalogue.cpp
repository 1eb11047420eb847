// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"

namespace orthant {

std::span<const QuantizerEntry> quantizerCatalogue() {
    static const QuantizerEntry table[] = {
#define ORTHANT_ENTRY(id) quantizer_entries::id(),
#include "core/quantizers/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

namespace {

const QuantizerEntry& entryOf(const Component& component, const std::string& where) {
    return findEntry(quantizerCatalogue(), component.id, "quantizer", where + "/id");
}

Params resolved(const QuantizerEntry& entry, const Component& component, const std::string& where) {
    return resolveParams(entry.params, component.params ? *component.params : Params{}, where);
}

} // namespace

std::unique_ptr<Quantizer> makeQuantizer(const Component& component, const std::string& where) {
    const QuantizerEntry& entry = entryOf(component, where);
    return entry.make(resolved(entry, component, where));
}

ScalarMaps scalarMaps(const Component& component, double progress, const std::string& where) {
    const QuantizerEntry& entry = entryOf(component, where);
    if (!entry.scalar)
        throw Error("expected a quantizer that acts on each value by itself, found '" + entry.id + "'", where + "/id");
    return entry.scalar(resolved(entry, component, where), progress);
}

} // namespace orthant
