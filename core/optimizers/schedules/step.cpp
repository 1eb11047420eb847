// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/schedules/catalogue.h"

#include <cmath>

namespace orthant {

ScheduleEntry schedule_entries::step() {
    ScheduleEntry entry;
    entry.id = "step";
    entry.title = "Step";
    entry.summary = "The learning rate is multiplied by a factor after every so many epochs.";
    entry.source = "definition";
    entry.params = {
        realParam("every", "Every", 10.0, "Epochs between two drops.").range(0.01, 1e6).in("epochs"),
        realParam("factor", "Factor", 0.1, "What the rate is multiplied by.").range(1e-6, 1).log(),
    };
    entry.make = [](const Params& params) {
        return [every = params.real("every"), factor = params.real("factor")](double epoch, double) {
            return std::pow(factor, std::floor(epoch / every));
        };
    };
    return entry;
}

} // namespace orthant
