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

std::unique_ptr<Quantizer> makeQuantizer(const Component& component, const std::string& where) {
    const QuantizerEntry& entry = findEntry(quantizerCatalogue(), component.id, "quantizer", where + "/id");
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where));
}

} // namespace orthant
