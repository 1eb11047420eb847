// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/problem.h"

namespace orthant::problem_entries {

#define ORTHANT_ENTRY(id) ProblemEntry id();
#include "core/unrolled/problems/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::problem_entries
