// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/table.h"
#include "ui/charts/decimate.h"
#include "ui/charts/plot_painter.h"
#include "ui/charts/plot_types.h"

#include <QSet>

#include <optional>

namespace orthant::ui {

/// Curves over two axes, without any window: they can be drawn at any size and turned into a table.
struct PlotContent {
    PlotAxis x, y;
    std::vector<PlotSeries> series;
    std::vector<SeriesFacts> facts; ///< one for each series
    QSet<QString> hidden;           ///< names of the series the user switched off

    void setSeries(std::vector<PlotSeries> list);
    /// Half the height of the error bar of a point; 0: it has none.
    double spreadAt(std::size_t index, std::size_t point) const;
    bool shown(std::size_t index) const { return !hidden.contains(series[index].name); }
    /// Whether any point of any series can be drawn.
    bool hasPoints() const;
    /// Ranges that show everything.
    AxisScale fittingX() const;
    AxisScale fittingY() const;
    /// Values that the logarithmic axes leave out, over the shown series.
    std::size_t hiddenByLog() const;

    SeriesLook look(std::size_t index, const PlotColors& colors) const;
    /// Titles of the axes, legend, and what the plot leaves out; title and caption are the caller's.
    PlotTexts texts(const PlotColors& colors) const;
    Table toTable() const;
};

/// The point of a series that the read-out shows for a place in the plot: nearest along x for curves, the step under the
/// pointer, nearest in the plane for points. Nothing when the series has no point in view.
std::optional<std::size_t> nearestPoint(const PlotContent& content, std::size_t series, const PlotSpace& space, const QPointF& pixel);

QString axisText(const PlotAxis& axis);
/// "Train loss", "ms" -> "train_loss_ms".
std::string columnName(const QString& title, const QString& unit);

} // namespace orthant::ui
