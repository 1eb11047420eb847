// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/solver.h"

namespace orthant::solver_entries {

#define ORTHANT_ENTRY(id) SolverEntry id();
#include "core/unrolled/solvers/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::solver_entries
