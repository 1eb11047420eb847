// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/raster.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

void paintRaster(QPainter& painter, const PlotSpace& space, const QImage& image, const QRectF& range, bool smooth) {
    if (image.isNull() || !(range.width() > 0) || !(range.height() > 0)) return;
    const double cellWidth = range.width() / image.width(), cellHeight = range.height() / image.height();
    const auto index = [](double at, int most) { return static_cast<int>(std::clamp(at, 0.0, static_cast<double>(most))); };
    const int rim = smooth ? 1 : 0; // blending looks at the next cell
    const int left = index(std::floor((space.x.low() - range.left()) / cellWidth) - rim, image.width());
    const int right = index(std::ceil((space.x.high() - range.left()) / cellWidth) + rim, image.width());
    const int top = index(std::floor((range.bottom() - space.y.high()) / cellHeight) - rim, image.height());
    const int bottom = index(std::ceil((range.bottom() - space.y.low()) / cellHeight) + rim, image.height());
    if (left >= right || top >= bottom) return;
    const QRectF area(space.toPixel(range.left() + left * cellWidth, range.bottom() - top * cellHeight),
                      space.toPixel(range.left() + right * cellWidth, range.bottom() - bottom * cellHeight));
    const bool all = left == 0 && top == 0 && right == image.width() && bottom == image.height();
    const QImage part = all ? image : image.copy(left, top, right - left, bottom - top);
    if (!smooth) return paintCells(painter, area, part);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area, part);
}

void paintCells(QPainter& painter, const QRectF& area, const QImage& image) {
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    // Readers of vector files blend the pixels of an enlarged image: they get several pixels for each cell.
    const QPaintEngine* engine = painter.paintEngine();
    const bool vector = engine && (engine->type() == QPaintEngine::SVG || engine->type() == QPaintEngine::Pdf);
    const int times = vector ? std::clamp(static_cast<int>(std::ceil(2 * area.width() / image.width())), 1, 16) : 1;
    painter.drawImage(area, times > 1 ? image.scaled(image.size() * times, Qt::IgnoreAspectRatio, Qt::FastTransformation) : image);
}

} // namespace orthant::ui
