// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/catalogue.h"

namespace orthant::ui {

std::span<const PageEntry> pages() {
    static const std::vector<PageEntry> table = {
#define ORTHANT_ENTRY(id) entries::id(),
#include "ui/pages/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

} // namespace orthant::ui
