// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/dataset_cache.h"
#include "core/experiment/experiment.h"
#include "core/experiment/run_control.h"
#include "core/training/run_event.h"

#include <filesystem>
#include <functional>

namespace orthant {

/// Runs one experiment in this thread: data, network, training, model, summary. The folder was made by createRunFolder.
/// A failure, for example missing data or a loss that is not finite, is the result and not an exception.
/// @param resume  go on from the last checkpoint; the metrics are then those of an uninterrupted run
/// @param emit    takes each event; the last one is the returned RunFinished
/// @param cache   where runs at the same time find the data set that another one has loaded
RunFinished execute(const Experiment& experiment, const std::filesystem::path& folder, bool resume, RunControl& control,
                    const std::function<void(RunEvent)>& emit, DatasetCache& cache);
/// The same for a run by itself.
RunFinished execute(const Experiment& experiment, const std::filesystem::path& folder, bool resume, RunControl& control,
                    const std::function<void(RunEvent)>& emit);

} // namespace orthant
