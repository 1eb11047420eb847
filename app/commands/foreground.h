// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/race_run.h"
#include "core/experiment/run_manager.h"
#include "core/experiment/study_plan.h"
#include "core/experiment/unrolled_run.h"

#include <filesystem>
#include <string>
#include <utility>

namespace orthant {

// Work that the terminal waits for. The first Ctrl-C asks it to end well, the second one ends the program. Progress with
// the time left goes to standard error when that is a terminal.

/// Trains in a thread of a RunManager until the run is over.
RunInfo trainInForeground(const Experiment& experiment, const RunOptions& options);

/// Runs a study plan and says where its results are.
/// @errors  WorkFailed with the step that failed
void runPlanInForeground(const StudyPlan& plan, const std::filesystem::path& folder, bool resume, std::size_t threads);

/// Runs a race or a part of it, prints its table and says where its results are.
/// @errors  WorkFailed with the first run that failed
void runRaceInForeground(const Race& race, const std::filesystem::path& folder, const RaceOptions& options);

/// Runs an unrolled plan, prints its table and says where its results are.
/// @errors  WorkFailed with the first training that failed
void runUnrolledInForeground(const UnrolledPlan& plan, const RunOptions& options);

/// "/json/pointer=value" as --set takes it.
std::pair<std::string, std::string> splitSetting(const std::string& setting);

std::string percent(double fraction);

} // namespace orthant
