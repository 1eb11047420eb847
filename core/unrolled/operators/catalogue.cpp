// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/operators/catalogue.h"

namespace orthant {

std::span<const OperatorEntry> operatorCatalogue() {
    static const OperatorEntry table[] = {
#define ORTHANT_ENTRY(id) operator_entries::id(),
#include "core/unrolled/operators/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

LinearOperator makeOperator(const Component& component, const OperatorContext& context, const std::string& where) {
    const OperatorEntry& entry = findEntry(operatorCatalogue(), component.id, "operator", where + "/id");
    OperatorContext placed = context;
    placed.where = where;
    return entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where), placed);
}

} // namespace orthant
