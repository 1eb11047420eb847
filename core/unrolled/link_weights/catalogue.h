// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/link_weights.h"

namespace orthant::link_weights_entries {

#define ORTHANT_ENTRY(id) LinkWeightsEntry id();
#include "core/unrolled/link_weights/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::link_weights_entries
