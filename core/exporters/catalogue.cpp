// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/catalogue.h"

namespace orthant {

std::span<const ExporterEntry> exporters() {
    static const std::vector<ExporterEntry> table = {
#define ORTHANT_ENTRY(id) exporter_entries::id(),
#include "core/exporters/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

} // namespace orthant
