// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/study.h"

namespace orthant::study_entries {

#define ORTHANT_ENTRY(id) StudyEntry id();
#include "core/geometry/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::study_entries
