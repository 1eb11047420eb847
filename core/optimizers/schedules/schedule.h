// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"

#include <functional>
#include <span>

namespace orthant {

/// Factor of the learning rate.
/// @param epoch   done so far, with a fraction, 0 to epochs
/// @param epochs  planned in all
using Schedule = std::function<double(double epoch, double epochs)>;

/// An entry of the catalogue of schedules.
struct ScheduleEntry : EntryInfo {
    std::function<Schedule(const Params&)> make;
};

std::span<const ScheduleEntry> scheduleCatalogue();

/// The schedule behind a linear warm-up: the factor rises from 0 to the schedule's own value over `warmupEpochs`.
Schedule makeSchedule(const Component& component, double warmupEpochs, const std::string& where = {});

} // namespace orthant
