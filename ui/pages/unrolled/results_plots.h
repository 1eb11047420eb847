// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/solver_bounds.h"
#include "ui/models/unrolled_model.h"

#include <QString>

namespace orthant::ui {

class PlotView;

/// Bits per link by formula, with the thresholds where they are counted.
double bitsPerLinkOf(const NetworkSummary& summary, bool thresholds);
/// "-14.7 \u00b1 0.3"; a dash before the first result.
QString spreadText(const std::optional<Spread>& spread);

/// Why a bound holds or does not.
QString reasonText(const Bound& bound);

/// Error against bits, each network with the spread over its seeds. @param varied  only the runs with this value
void fillParetoPlot(PlotView& plot, const UnrolledModel& model, double varied, bool thresholds);
/// Test and training error against what the plan varies.
void fillVariedPlot(PlotView& plot, const UnrolledModel& model);
/// A bound that is a curve beside its measurement; says why where it does not apply.
void fillBoundPlot(PlotView& plot, const MeasuredBound& bound);
/// The measured gap between the clipped losses on test and on training samples beside T5.
/// @return  false where there is nothing to show: no training samples, or losses that were not stored
bool fillGapPlot(PlotView& plot, const UnrolledModel& model, std::size_t network);

} // namespace orthant::ui
