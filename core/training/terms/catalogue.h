// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/terms/term.h"

namespace orthant::term_entries {

#define ORTHANT_ENTRY(id) TermEntry id();
#include "core/training/terms/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::term_entries
