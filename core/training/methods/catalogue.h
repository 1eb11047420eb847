// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/methods/method.h"

namespace orthant::method_entries {

#define ORTHANT_ENTRY(id) MethodEntry id();
#include "core/training/methods/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::method_entries
