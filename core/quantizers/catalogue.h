// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"

namespace orthant::quantizer_entries {

#define ORTHANT_ENTRY(id) QuantizerEntry id();
#include "core/quantizers/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::quantizer_entries
