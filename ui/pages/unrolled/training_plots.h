// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/unrolled_model.h"

namespace orthant::ui {

class PlotView;

/// Which runs of a plan the plots show: all networks with one seed and one varied value, and one network by itself.
struct UnrolledChoice {
    std::uint64_t seed = 1;
    double varied = 0;
    std::size_t network = 0;
};

/// The plots of a plan that trains or has trained. A network has the colour of its number everywhere.
void fillLayerPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);     ///< NMSE after each layer
void fillProgressPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);  ///< NMSE over steps, stages marked
void fillScalePlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);     ///< lambda and lambda_0
void fillThresholdPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);
void fillFlippedPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);
void fillLatentPlot(PlotView& plot, const UnrolledModel& model, const UnrolledChoice& choice);

} // namespace orthant::ui
