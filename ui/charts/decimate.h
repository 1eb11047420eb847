// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_scale.h"

#include <QList>
#include <QPointF>

#include <cstddef>
#include <span>

namespace orthant::ui {

/// What one pass over a series tells: where its points lie and what can be drawn. Values that are not finite do not count.
struct SeriesFacts {
    std::size_t points = 0;  ///< drawable on linear axes
    bool sorted = true;      ///< x never falls
    double lowX = 0, highX = 0, lowY = 0, highY = 0;
    double lowestPositiveX = 0, lowestPositiveY = 0; ///< 0: none
};
SeriesFacts factsOf(std::span<const double> x, std::span<const double> y);

/// The points of a line as they are drawn: unit coordinates (y grows upwards), at most two for each pixel column, among
/// them the lowest and the highest of the column. Only the visible part and one neighbour on each side; parts far above or
/// below the view are cut off where they leave it.
/// @param sorted   from SeriesFacts; without it every point is drawn, except repeats within a pixel
/// @param columns  width of the plot in pixels
/// @cost  one pass over the visible points
QList<QPointF> decimateLine(std::span<const double> x, std::span<const double> y, bool sorted, const AxisScale& xScale,
                            const AxisScale& yScale, int columns);

} // namespace orthant::ui
