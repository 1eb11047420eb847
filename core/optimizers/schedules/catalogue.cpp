// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimizers/schedules/catalogue.h"

namespace orthant {

std::span<const ScheduleEntry> scheduleCatalogue() {
    static const ScheduleEntry table[] = {
#define ORTHANT_ENTRY(id) schedule_entries::id(),
#include "core/optimizers/schedules/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

Schedule makeSchedule(const Component& component, double warmupEpochs, const std::string& where) {
    const ScheduleEntry& entry = findEntry(scheduleCatalogue(), component.id, "schedule", where + "/id");
    Schedule inner = entry.make(resolveParams(entry.params, component.params ? *component.params : Params{}, where));
    if (warmupEpochs <= 0) return inner;
    return [inner = std::move(inner), warmupEpochs](double epoch, double epochs) {
        const double factor = inner(epoch, epochs);
        return epoch < warmupEpochs ? factor * epoch / warmupEpochs : factor;
    };
}

} // namespace orthant
