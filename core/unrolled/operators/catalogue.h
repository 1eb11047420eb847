// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/operator.h"

namespace orthant::operator_entries {

#define ORTHANT_ENTRY(id) OperatorEntry id();
#include "core/unrolled/operators/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::operator_entries
