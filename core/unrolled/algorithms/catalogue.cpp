// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/algorithms/catalogue.h"

namespace orthant {

std::span<const UnrolledEntry> unrolledCatalogue() {
    static const UnrolledEntry table[] = {
#define ORTHANT_ENTRY(id) unrolled_entries::id(),
#include "core/unrolled/algorithms/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

} // namespace orthant
