// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/json_document.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/spread.h"
#include "core/experiment/unrolled_plan.h"
#include "core/unrolled/accounting.h"
#include "core/unrolled/packed_solver.h"
#include "core/unrolled/unrolled_trainer.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orthant {

// The folder of an unrolled plan:
//
// unrolled.json                   the plan, canonical; environment.json as in a run folder
// networks/01_pibinn_seed1/       a folder for each network, seed and varied value
//   readings.jsonl                one UnrolledReading on each line, appended in training
//   solver.safetensors            the packed network; then result.json
//   checkpoint.safetensors, float.safetensors   while the plan is not finished
// solvers/01_ista_seed1.json      a SolverCurve for each classical solver and problem
// results.csv                     one row for each network, seed and varied value
// curves.csv                      NMSE after each layer, of classical solvers too
// summary.json                    written last
//
// The folders are the truth: results.csv, curves.csv and summary.json are made from them.

/// One training of a plan.
struct UnrolledJob {
    std::size_t network = 0; ///< index in the plan
    std::uint64_t seed = 1;
    double varied = 0;       ///< value of varyPointer; 0 where nothing is varied
    std::string folder;      ///< in the folder of the plan: "networks/01_pibinn_seed1"
};
/// All trainings: every network and value with the first seed, then with the second one, so that they can be compared early.
std::vector<UnrolledJob> jobsOf(const UnrolledPlan& plan);

/// What one training gave.
struct UnrolledResult {
    UnrolledJob job;
    bool done = false;
    std::string error;                       ///< why it failed; empty: it did not
    double seconds = 0;                      ///< of training
    std::string floatFrom;                   ///< folder of the network whose float stage it went on from; empty: its own
    std::vector<double> testNmse, trainNmse; ///< dB of the packed network after 0 .. layers
    /// clippedLoss() of test samples and of those that were trained on; not in folders of earlier versions, and no training
    /// loss where every step drew new samples.
    std::optional<double> testLoss, trainLoss;
    BitAccount bits;                         ///< by formula, without thresholds
    double thresholdBits = 0;
    double fileBytes = 0;                    ///< of solver.safetensors
    std::vector<FileShare> fileShares;
    LinkCount count;

    double fileBitsPerLink() const { return 8 * fileBytes / static_cast<double>(count.links); }
};

/// A classical solver on the problem of one seed.
struct SolverCurve {
    std::size_t index = 0;        ///< in the plan
    std::uint64_t seed = 1;
    double varied = 0;            ///< value of varyPointer, where that changes the problem
    std::string title;
    Component solver;             ///< as tuned
    std::vector<double> testNmse; ///< dB after 0 .. iterations
    double seconds = 0;
    std::string error;
};

/// One network over all seeds, for one varied value.
struct NetworkSummary {
    std::size_t network = 0;
    double varied = 0;
    std::optional<Spread> nmse, trainNmse; ///< dB at the last layer
    std::size_t seeds = 0;                 ///< how many there will be
    std::optional<double> bitsPerLink, thresholdBitsPerLink, fileBitsPerLink, fileBytes, seconds; ///< means
};
std::vector<NetworkSummary> summariesOf(const UnrolledPlan& plan, const std::vector<UnrolledResult>& results);

/// What a finished or unfinished folder holds.
struct UnrolledRecord {
    UnrolledPlan plan;
    RunSummary summary;                                 ///< its status and the first error
    std::vector<UnrolledResult> results;                ///< in the order of jobsOf()
    std::vector<std::vector<UnrolledReading>> readings; ///< likewise
    std::vector<SolverCurve> solvers;                   ///< those that are there
};
/// @errors  Error when unrolled.json is missing or wrong; other damaged files count as not there
UnrolledRecord readUnrolledRun(const std::filesystem::path& folder);
/// The plan of such a folder; relative paths start where they did when it was run first.
UnrolledPlan readUnrolledFolder(const std::filesystem::path& folder);
/// True for a folder of an unrolled plan.
bool isUnrolledFolder(const std::filesystem::path& folder);

/// The packed network of a job.
/// @errors  Error when it is not there or damaged
PackedSolver solverOf(const UnrolledPlan& plan, const std::filesystem::path& folder, const UnrolledJob& job);

// The files, for the run that writes them.

std::string toLine(const UnrolledReading& reading);
std::vector<UnrolledReading> readUnrolledReadings(const std::filesystem::path& file);
void writeResult(const std::filesystem::path& folder, const UnrolledResult& result);
/// Nothing when there is none yet, or a damaged one.
std::optional<UnrolledResult> readResult(const std::filesystem::path& folder, const UnrolledJob& job);
/// "solvers/01_ista_seed1.json"
std::string solverFile(const UnrolledPlan& plan, const SolverCurve& curve);
void writeSolverCurve(const std::filesystem::path& folder, const UnrolledPlan& plan, const SolverCurve& curve);
std::vector<SolverCurve> readSolverCurves(const std::filesystem::path& folder, const UnrolledPlan& plan);
/// The classical solvers of a plan, one for each seed and problem, without their curves.
std::vector<SolverCurve> solversOf(const UnrolledPlan& plan);

/// Writes results.csv, curves.csv and, last, summary.json.
void writeUnrolledSummary(const std::filesystem::path& folder, const UnrolledRecord& record);
/// What summary.json holds.
Json unrolledDocument(const UnrolledRecord& record);

} // namespace orthant
