// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_frame.h"

#include <QByteArray>
#include <QImage>
#include <QSize>

#include <optional>

namespace orthant::ui {

/// Size of an exported plot where nobody asks for another one, in points (1/96 inch).
inline constexpr QSize defaultPlotSize{720, 450};

/// The format that a file name asks for by its ending; nothing for another ending.
std::optional<PlotFormat> plotFormatOf(const QString& file);
QString endingOf(PlotFormat format);

/// Writes a plot: dark on white whatever the theme, PNG at twice the size in pixels, CSV with all points.
/// Needs no visible window. The file appears complete or not at all; its folder is created.
/// @return false with a plain sentence in `error`
bool exportPlot(const PlotFrame& plot, const QString& file, PlotFormat format, QSize size, QString* error);

QImage plotImage(const PlotFrame& plot, QSize size, double scale = 2);
QByteArray plotSvg(const PlotFrame& plot, QSize size);
QByteArray plotCsv(const PlotFrame& plot);

} // namespace orthant::ui
