// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizers/schedules/schedule.h"

namespace orthant::schedule_entries {

#define ORTHANT_ENTRY(id) ScheduleEntry id();
#include "core/optimizers/schedules/catalogue.def"
#undef ORTHANT_ENTRY

} // namespace orthant::schedule_entries
