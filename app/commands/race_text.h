// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/race_run.h"

#include <string>

namespace orthant {

/// The table of a race: one row for each method, the best accuracy first, and what is not finished below it.
std::string raceText(const Race& race, const RaceResult& result);

} // namespace orthant
