// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/run_model.h"

#include <QString>

namespace orthant::ui {

class PlotView;

/// The plots of what theory looks at: how the latent weights of a run move and what stands between them and their signs.
/// One for each field of WeightMotion, and one for the gap in accuracy between the maps of training and those that ship.
std::size_t motionPlotCount();
/// Name of an exported file, without ending.
QString motionPlotName(std::size_t plot);
/// A curve for each binarized layer and one for all; no curve where the quantizer has no such value.
void fillMotionPlot(PlotView& view, const RunModel& run, std::size_t plot);

} // namespace orthant::ui
