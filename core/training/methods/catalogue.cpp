// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/methods/catalogue.h"

namespace orthant {

std::span<const MethodEntry> methodCatalogue() {
    static const MethodEntry table[] = {
#define ORTHANT_ENTRY(id) method_entries::id(),
#include "core/training/methods/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

std::unique_ptr<TrainingMethod> makeMethod(const Component& component, const TrainingSite& site, const std::string& where) {
    const MethodEntry& entry = findEntry(methodCatalogue(), component.id, "training method", where + "/id");
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where), site);
}

} // namespace orthant
