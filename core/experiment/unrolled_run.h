// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/mailbox.h"
#include "core/experiment/run_control.h"
#include "core/experiment/run_manager.h"
#include "core/experiment/unrolled_results.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace orthant {

/// Events of a plan that is running; values.
struct UnrolledEvent {
    enum class Kind { Reading, Result, Solver } kind = Kind::Reading;
    std::size_t job = 0; ///< Reading and Result: index in jobsOf()
    UnrolledReading reading;
    UnrolledResult result;
    SolverCurve solver;
};

/// Makes the folder of a plan, or joins one of the same plan.
/// @param resume  the folder may hold results of the plan already
/// @errors  Error when the folder holds something else or cannot be made
void openUnrolledFolder(const std::filesystem::path& folder, const UnrolledPlan& plan, bool resume, std::size_t threads);

/// Trains what is not finished in a folder that openUnrolledFolder() made; several trainings at once, one for each core, as long
/// as there are as many. What has begun goes on from its last checkpoint. Networks with the same algorithm, mask and training
/// share their float stage. Results depend neither on the threads nor on what is trained at the same time.
/// @param emit  called from several threads, by one at a time
/// @return      Failed when a training failed; the others are finished then. The seconds are those of all trainings
RunFinished runUnrolledPlan(const UnrolledPlan& plan, const std::filesystem::path& folder, RunControl& control,
                            const std::function<void(UnrolledEvent)>& emit);

/// A plan in the queue of a manager.
struct QueuedPlan {
    RunId id = 0;
    std::filesystem::path folder;
    std::shared_ptr<Mailbox<UnrolledEvent>> events; ///< to be emptied by one reader
};

/// Opens the folder and queues the plan. It stands in the list of runs like any other: its steps are those of all trainings, its
/// end is the end of the run.
/// @errors  those of openUnrolledFolder()
QueuedPlan queueUnrolledPlan(const UnrolledPlan& plan, RunManager& manager, const RunOptions& options = {});

} // namespace orthant
