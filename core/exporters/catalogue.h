// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/exporter.h"

namespace orthant::exporter_entries {

#define ORTHANT_ENTRY(id) ExporterEntry id();
#include "core/exporters/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::exporter_entries
