// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/document_kind.h"
#include "core/experiment/experiment.h"
#include "core/io/bundle.h"
#include "core/network/program.h"
#include "core/training/run_event.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace orthant {

/// Makes a folder for results, with environment.json and the document.
/// @param start  where relative paths of the document start
/// @errors  Error when the folder holds results already or cannot be written
void createResultFolder(const std::filesystem::path& folder, DocumentKind kind, const std::string& document, std::uint64_t seed,
                        const std::filesystem::path& start, std::size_t threads);

/// That of a training experiment.
void createRunFolder(const std::filesystem::path& folder, const Experiment& experiment, std::size_t threads);

/// Where relative paths started when the work in this folder was started; `fallback` when environment.json does not say.
std::filesystem::path startFolder(const std::filesystem::path& folder, const std::filesystem::path& fallback);

/// The experiment of a run folder; relative paths start where they did when the run was started.
/// @errors  Error when experiment.json is missing or wrong
Experiment readRunExperiment(const std::filesystem::path& folder);

/// What the loop has to remember besides the trainer's state, so that a resumed run writes what an uninterrupted one does.
struct LoopState {
    double seconds = 0;            ///< of training, without pauses
    double lossSum = 0, accuracySum = 0;
    std::int64_t stepsInSums = 0;  ///< since the last row
    std::uint64_t rows = 0;        ///< of metrics.csv
    std::int64_t lastTest = -1;    ///< step of the last row with a test; -1: none
    std::int64_t lastProbe = -1;   ///< step of the last line of probes/; -1: none
};

struct Checkpoint {
    Bundle state; ///< Trainer::state()
    LoopState loop;
};

/// The newest checkpoint of a run folder that can be read.
std::optional<Checkpoint> newestCheckpoint(const std::filesystem::path& folder);
/// The step in the name of the newest checkpoint, which is not read; -1: there is none.
std::int64_t newestCheckpointStep(const std::filesystem::path& folder);

/// Holds a folder for one writer. The lock goes with the process, also when it is killed.
class FolderLock {
  public:
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    int descriptor_ = -1;
};

/// Writes into the folder of one run. Rows are flushed one by one; everything else is replaced atomically.
/// @threads  one caller at a time
class RunWriter {
  public:
    /// Opens the files for appending. Two writers of one folder are refused, also in two processes.
    explicit RunWriter(const std::filesystem::path& folder);

    /// The newest checkpoint that can be read; everything in metrics.csv and probes/ that is later is cut off. Without a
    /// checkpoint all rows are cut off.
    std::optional<Checkpoint> rewind();
    /// Writes a checkpoint and keeps the last two.
    void save(std::int64_t step, Checkpoint checkpoint);

    void append(const MetricReading& reading);
    void append(const ProbeReading& reading);
    void append(const BoundaryReading& reading);

    void writeModel(const Program& program);
    /// summary.json, always the last file of a run.
    /// @param packedAccuracy  of the packed program on the whole test set
    void writeSummary(const std::string& name, const RunFinished& finished, std::optional<double> packedAccuracy);

  private:
    void open();

    std::filesystem::path folder_;
    FolderLock lock_;
    std::vector<MetricReading> metrics_;
    std::ofstream metricsFile_, probesFile_, boundariesFile_;
    std::optional<double> bitsPerWeight_;
};

} // namespace orthant
