// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses/catalogue.h"

namespace orthant {

std::span<const LossEntry> lossCatalogue() {
    static const LossEntry table[] = {
#define ORTHANT_ENTRY(id) loss_entries::id(),
#include "core/training/losses/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

Loss makeLoss(const Component& component, const std::string& where) {
    const LossEntry& entry = findEntry(lossCatalogue(), component.id, "loss", where + "/id");
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where));
}

} // namespace orthant
