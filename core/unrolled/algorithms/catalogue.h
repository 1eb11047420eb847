// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/algorithms/algorithm.h"

namespace orthant::unrolled_entries {

#define ORTHANT_ENTRY(id) UnrolledEntry id();
#include "core/unrolled/algorithms/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::unrolled_entries
