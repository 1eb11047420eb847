// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_weights/catalogue.h"

namespace orthant {

std::span<const LinkWeightsEntry> linkWeightsCatalogue() {
    static const LinkWeightsEntry table[] = {
#define ORTHANT_ENTRY(id) link_weights_entries::id(),
#include "core/unrolled/link_weights/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

std::unique_ptr<LinkWeights> makeLinkWeights(const Component& component, const std::string& where) {
    const LinkWeightsEntry& entry = findEntry(linkWeightsCatalogue(), component.id, "kind of link weights", where + "/id");
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where));
}

} // namespace orthant
