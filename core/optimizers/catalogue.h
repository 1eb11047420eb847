// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizers/optimizer.h"

namespace orthant::optimizer_entries {

#define ORTHANT_ENTRY(id) OptimizerEntry id();
#include "core/optimizers/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::optimizer_entries
