// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_event.h"
#include "ui/charts/plot_types.h"

#include <span>

namespace orthant::ui {

/// A distribution of real values as a step area: shares of the whole, in %. More than 256 bins are merged by whole numbers
/// of bins.
PlotSeries stepHistogram(const QString& name, const Histogram& histogram);

/// A distribution over few values, such as {-1, +1}, as one spike for each level, in %: never a smooth hill.
PlotSeries spikeHistogram(const QString& name, std::span<const double> levels, std::span<const std::uint64_t> counts);

} // namespace orthant::ui
