// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/race.h"
#include "core/experiment/run_folder.h"
#include "core/experiment/run_manager.h"
#include "core/experiment/spread.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace orthant {

// The folder of a race:
//
// race.json            the race, canonical; environment.json as in a run folder
// runs/bnn_seed1/ ...  a run folder for each method and seed
// race.csv             one row for each method
// summary.json         written last: {"formatVersion", "kind": "race", "name", "status", "error", "seconds", "methods"}
//
// The run folders are the truth: race.csv and summary.json are made from them.

struct RaceRunResult {
    RaceRun run;
    RunSummary summary; ///< its test accuracy is that of the packed program
    std::optional<double> secondsPerEpoch;
    std::optional<double> flipsPerWeight; ///< how often a binarized weight changed its value, on average over the whole run
};

/// What the finished runs of one method say.
struct MethodResult {
    std::string id, title;
    std::vector<RaceRunResult> runs; ///< in the order of the seeds
    std::optional<Spread> accuracy;
    std::optional<double> secondsPerEpoch, bitsPerWeight, flipsPerWeight, modelBytes; ///< means
};

struct RaceResult {
    std::string status; ///< "finished" when all runs are, "failed" when none is left to run, "stopped" otherwise
    std::string error;  ///< of the first run that failed
    double seconds = 0; ///< of training, all runs together
    std::vector<MethodResult> methods;
};

/// Makes the folder, or joins one of the same race.
/// @errors  Error when the folder holds something else or cannot be made
void openRaceFolder(const std::filesystem::path& folder, const Race& race, std::size_t threads);
/// Makes the folder of a race that of this one, so that only what is new is trained. That is legal when one of its runs is there
/// already and no other run is in the place of one: the run folders are the truth. Runs that this race has not stay where they are.
/// @return false, and nothing is changed, when it is not
bool joinRaceFolder(const std::filesystem::path& folder, const Race& race);
/// True for a folder of a race.
bool isRaceFolder(const std::filesystem::path& folder);
/// The race of such a folder; relative paths start where they did when it was run first.
Race readRaceFolder(const std::filesystem::path& folder);

/// All folders of races directly under root, newest first.
std::vector<RunSummary> listRaces(const std::filesystem::path& root);

/// A run of a race in the queue of a manager.
struct QueuedRun {
    RaceRun run;
    RunId id = 0;      ///< 0: it is not in the queue
    std::string error; ///< why it is not, when it is not finished; the others go on
};

/// Puts the runs of a race that are not finished into the queue; unfinished ones go on from their last checkpoint.
std::vector<QueuedRun> queueRace(const std::vector<RaceRun>& runs, const std::filesystem::path& folder, RunManager& manager,
                                 std::size_t threads = 0);

/// What the run folders say now. A broken one counts as failed.
RaceResult readRaceResult(const Race& race, const std::filesystem::path& folder);
/// Writes race.csv and summary.json.
void writeRaceResult(const Race& race, const std::filesystem::path& folder, const RaceResult& result);
/// What summary.json holds.
Json raceDocument(const Race& race, const RaceResult& result);

struct RaceOptions {
    std::size_t runsAtOnce = 0; ///< 0: as many as there are cores
    std::size_t threads = 0;    ///< of each run; 0: the share that the manager gives
    std::size_t shard = 1, shards = 1; ///< this process takes every `shards`th run, from the one with number `shard`
};

/// Runs a race, or a shard of it, and waits. What is finished already stays as it is.
/// @param stop      ends all runs well, so that the race can go on later
/// @param watching  called several times a second with the runs of this process; may be empty
/// @errors  Error when the race or the folder cannot be used; a failure of a run is part of the result
RaceResult runRace(const Race& race, const std::filesystem::path& folder, const RaceOptions& options, const std::stop_token& stop,
                   const std::function<void(const std::vector<RunInfo>&)>& watching = {});

} // namespace orthant
