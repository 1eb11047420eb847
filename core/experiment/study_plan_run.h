// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/experiment/study_plan.h"
#include "core/training/run_event.h"

#include <filesystem>
#include <functional>

namespace orthant {

// The folder of a study plan:
//
// plan.json            the plan, canonical; environment.json as in a run folder
// network/             the run folder of the plan's network, where it has one
// studies/01_angle.json, studies/01_angle.csv, ...  what `orthant-cli study --out` writes, one pair for each step
// summary.json         written last: {"formatVersion", "kind": "studies", "name", "status", "error", "seconds", "steps"}

/// Called from the thread that runs the plan.
struct StudyPlanHooks {
    /// Trains an experiment into a folder that holds no run yet or, with `resume`, an unfinished one.
    std::function<RunFinished(const Experiment& experiment, const std::filesystem::path& folder, bool resume)> train;
    /// A step begins. May be empty.
    std::function<void(std::size_t step)> starting = {};
};

/// Trains the plan's network, unless that is done, and runs the steps. A failure of the work is the result.
/// @param folder    is made; with `resume` it holds the same plan, and finished steps stay as they are
/// @param progress  of the step that is running; a cancelled plan ends after it with the status Stopped
/// @param threads   0: all; written to environment.json
/// @errors  Error when the folder or the plan's network cannot be used
RunFinished runStudyPlan(const StudyPlan& plan, const std::filesystem::path& folder, bool resume, std::size_t threads,
                         Progress& progress, const StudyPlanHooks& hooks);

/// "03_rotation": the name of the files of a step, without ending.
std::string stepFileName(const StudyPlan& plan, std::size_t step);

/// The plan of such a folder; relative paths start where they did when it was run first.
StudyPlan readRunPlan(const std::filesystem::path& folder);
/// True for a folder of a study plan.
bool isPlanFolder(const std::filesystem::path& folder);

} // namespace orthant
