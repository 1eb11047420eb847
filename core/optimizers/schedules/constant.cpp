// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/schedules/catalogue.h"

namespace orthant {

ScheduleEntry schedule_entries::constant() {
    ScheduleEntry entry;
    entry.id = "constant";
    entry.title = "Constant";
    entry.summary = "The learning rate stays as it is.";
    entry.source = "definition";
    entry.make = [](const Params&) { return [](double, double) { return 1.0; }; };
    return entry;
}

} // namespace orthant
