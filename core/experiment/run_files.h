// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_event.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

// The files of a run folder to which rows are appended. Each row is one line, so a run that was killed leaves at most
// one damaged line at the end, and readers leave damaged lines out.
//
// metrics.csv              step,epoch,seconds, then one column for each metric; an empty cell was not measured
// probes/weights.jsonl     one ProbeReading as a JSON object on each line
// probes/boundaries.jsonl  one BoundaryReading; margins as whole numbers 0..255

enum class Best { Lowest, Highest, None };

struct MetricColumn {
    const char* name;
    const char* unit;
    Best best; ///< None: not a result, so it stands in no summary
    std::optional<double> MetricReading::* value;
};
/// The columns after step, epoch and seconds.
std::span<const MetricColumn> metricColumns();

std::string metricHeader();
std::string toLine(const MetricReading& reading);
std::string toLine(const ProbeReading& reading);
std::string toLine(const BoundaryReading& reading);

/// Calls take(line) for each complete line; a line that throws is left out, and so is an end without a newline. A missing file
/// has none.
void forEachLine(const std::filesystem::path& file, const std::function<void(std::string_view)>& take);

/// Missing files give no readings.
std::vector<MetricReading> readMetrics(const std::filesystem::path& file);
std::vector<ProbeReading> readProbes(const std::filesystem::path& file);
std::vector<BoundaryReading> readBoundaries(const std::filesystem::path& file);

} // namespace orthant
