// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/catalogue.h"

namespace orthant {

std::span<const OptimizerEntry> optimizerCatalogue() {
    static const OptimizerEntry table[] = {
#define ORTHANT_ENTRY(id) optimizer_entries::id(),
#include "core/optimizers/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

std::unique_ptr<Optimizer> makeOptimizer(const Component& component, const std::string& where) {
    const OptimizerEntry& entry = findEntry(optimizerCatalogue(), component.id, "optimizer", where + "/id");
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where));
}

} // namespace orthant
