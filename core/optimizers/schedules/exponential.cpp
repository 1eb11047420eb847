// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/schedules/catalogue.h"

#include <cmath>

namespace orthant {

ScheduleEntry schedule_entries::exponential() {
    ScheduleEntry entry;
    entry.id = "exponential";
    entry.title = "Exponential";
    entry.summary = "The learning rate falls by the same ratio in every step, to a final share of its start.";
    entry.source = "Courbariaux et al. 2015 (BinaryConnect code)";
    entry.params = {
        realParam("final", "Final share", 0.003, "Share of the start rate that is left at the end.").range(1e-9, 1).log()};
    entry.make = [](const Params& params) {
        return [last = params.real("final")](double epoch, double epochs) { return std::pow(last, epoch / epochs); };
    };
    return entry;
}

} // namespace orthant
