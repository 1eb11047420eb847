// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/layer.h"

namespace orthant::layer_entries {

#define ORTHANT_ENTRY(id) LayerEntry id();
#include "core/layers/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::layer_entries
