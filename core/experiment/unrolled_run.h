// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/run_control.h"
#include "core/experiment/unrolled_plan.h"
#include "core/training/run_event.h"
#include "core/unrolled/accounting.h"
#include "core/unrolled/unrolled_trainer.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace orthant {

// The folder of an unrolled plan:
//
// plan.json             canonical; environment.json as in a run folder
// networks/01_pibinn_seed1/readings.csv   appended in training; solver.safetensors, result.json: written last
// results.csv           one row for each network, seed and varied value; curves.csv: NMSE after each layer, classical solvers too
// summary.json          written last

/// One training of a plan.
struct UnrolledJob {
    std::size_t network = 0; ///< index in the plan
    std::uint64_t seed = 1;
    double varied = 0;       ///< value of varyPointer
    std::string folder;      ///< "networks/01_pibinn_seed1"
};
std::vector<UnrolledJob> jobsOf(const UnrolledPlan& plan);

/// What one training gave.
struct UnrolledResult {
    UnrolledJob job;
    bool done = false;
    std::string error;
    double seconds = 0;
    std::vector<double> testNmse, trainNmse; ///< dB after 0 .. layers
    BitAccount bits;                         ///< by formula, without thresholds
    double thresholdBits = 0;
    double fileBytes = 0;                    ///< of solver.safetensors
    LinkCount count;
};

/// A classical solver beside the networks.
struct SolverCurve {
    std::string title;
    Component solver;              ///< as tuned
    std::vector<double> testNmse;  ///< dB after 0 .. iterations
};

/// Events of a plan that is running; values.
struct UnrolledEvent {
    enum class Kind { Reading, Result, Solver } kind = Kind::Reading;
    std::size_t job = 0;     ///< index in jobsOf()
    UnrolledReading reading;
    UnrolledResult result;
    SolverCurve solver;
};

/// Trains all networks one after the other. Networks with the same algorithm, mask, training and seed share their float stage.
/// A failure of one is its result; the others go on.
/// @param resume  finished networks stay as they are
RunFinished runUnrolledPlan(const UnrolledPlan& plan, const std::filesystem::path& folder, bool resume, RunControl& control,
                            const std::function<void(UnrolledEvent)>& emit);

/// What a finished or unfinished folder holds.
struct UnrolledRecord {
    UnrolledPlan plan;
    std::vector<UnrolledResult> results; ///< in the order of jobsOf()
    std::vector<std::vector<UnrolledReading>> readings;
    std::vector<SolverCurve> solvers;
};
UnrolledRecord readUnrolledRun(const std::filesystem::path& folder);
bool isUnrolledFolder(const std::filesystem::path& folder);

} // namespace orthant
