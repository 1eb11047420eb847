// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/table.h"
#include "core/experiment/document_kind.h"
#include "core/experiment/experiment.h"
#include "core/training/run_event.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orthant {

/// One line about a run folder, for lists. A broken folder gives one with `error` set, never an exception.
struct RunSummary {
    std::filesystem::path folder;
    std::string name;
    std::string title;
    DocumentKind kind = DocumentKind::Training;
    std::string status;   ///< "finished", "stopped", "failed", or "unfinished" when there is no summary.json
    std::string error;
    double seconds = 0;
    std::optional<double> testAccuracy; ///< last, as a fraction
    std::optional<double> bitsPerWeight;
    std::optional<double> modelBytes;   ///< of the file
    std::int64_t modified = 0; ///< seconds since 1970
};

RunSummary readRunSummary(const std::filesystem::path& folder);
/// All folders of one kind directly under root, newest first.
std::vector<RunSummary> listRuns(const std::filesystem::path& root, DocumentKind kind = DocumentKind::Training);

/// Everything that a chart shows of a finished or unfinished run.
struct RunRecord {
    Experiment experiment;
    RunSummary summary;
    std::vector<MetricReading> metrics;
    std::vector<ProbeReading> probes;
    std::vector<BoundaryReading> boundaries;
    bool hasModel = false;
};

/// @errors  Error when experiment.json is missing or wrong; damaged rows of metrics or probes are left out
RunRecord readRun(const std::filesystem::path& folder);

} // namespace orthant
