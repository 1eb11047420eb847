// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/schedules/catalogue.h"

#include <cmath>
#include <numbers>

namespace orthant {

ScheduleEntry schedule_entries::cosine() {
    ScheduleEntry entry;
    entry.id = "cosine";
    entry.title = "Cosine";
    entry.summary = "The learning rate follows half a cosine down to a final share of its start.";
    entry.source = "Loshchilov and Hutter 2017 (SGDR), without restarts";
    entry.params = {realParam("final", "Final share", 0.0, "Share of the start rate that is left at the end.").range(0, 1)};
    entry.make = [](const Params& params) {
        return [last = params.real("final")](double epoch, double epochs) {
            return last + (1 - last) * (1 + std::cos(std::numbers::pi * epoch / epochs)) / 2;
        };
    };
    return entry;
}

} // namespace orthant
