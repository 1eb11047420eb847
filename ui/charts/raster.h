// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_painter.h"

#include <QImage>
#include <QRectF>

namespace orthant::ui {

/// Draws an image whose pixels are the cells of a grid. Only the visible cells are handed to the painter, so that a strong zoom
/// costs no more; up to one cell may leave the plot area.
/// @param range   what the image covers, in values; its first line lies at the largest y
/// @param smooth  blends neighbouring cells; else every cell has sharp edges, also in a vector file
void paintRaster(QPainter& painter, const PlotSpace& space, const QImage& image, const QRectF& range, bool smooth);
/// An image with sharp edges in a rectangle of the drawing.
void paintCells(QPainter& painter, const QRectF& area, const QImage& image);

} // namespace orthant::ui
