// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/boundary_view.h"
#include "ui/charts/plot_frame.h"
#include "ui/charts/ridge_view.h"
#include "ui/models/run_model.h"

#include <memory>
#include <vector>

namespace orthant::ui {

class PlotView;

/// What a weight view shows. Latent: the float weights that the optimizer moves. Binarized: the values that the network
/// multiplies with.
enum class WeightView { Latent, Binarized, Both };
QString weightViewText(WeightView view);

/// The plots of a run. One description serves the Train page, the Export page and `orthant --plots`.
/// @param smoothing  factor of the moving average for readings of single batches, 0 to 0.99
void fillLossPlot(PlotView& plot, const RunModel& run, double smoothing);
void fillAccuracyPlot(PlotView& plot, const RunModel& run, double smoothing);
void fillFlipPlot(PlotView& plot, const RunModel& run);
void fillAnglePlot(PlotView& plot, const RunModel& run);
/// @param reading  index into run.probes()
void fillWeightPlot(PlotView& plot, const RunModel& run, const std::string& layer, WeightView view, std::size_t reading);
/// The same weights at all readings.
void fillRidgePlot(RidgeView& plot, const RunModel& run, const std::string& layer, WeightView view);
/// The decision map; its points are set apart, see planePoints().
void fillBoundary(BoundaryView& view, const RunModel& run);

/// A plot of a run with the name of the file that it is exported to, without ending.
struct NamedPlot {
    QString name;
    std::unique_ptr<PlotFrame> plot;
};

/// The training points of a run with data in the plane, a few thousand at most; none for other data.
/// @cost  reads the data set: not for the thread of the window
LabelledPoints planePoints(const Experiment& experiment);

/// All plots of a run that have something to show, at the last step. Never shown, only painted.
std::vector<NamedPlot> allRunPlots(const RunModel& run);

} // namespace orthant::ui
