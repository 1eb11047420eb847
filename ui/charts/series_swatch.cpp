// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_swatch.h"

#include <QPainter>

#include <algorithm>

namespace orthant::ui {

QPixmap seriesSwatch(int index, const PlotColors& colors) {
    constexpr int side = 10, gap = 2;
    const int gaps = std::min(index / PlotColors::seriesCount(), 3);
    const double bar = static_cast<double>(side - gaps * gap) / (gaps + 1);
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    for (int i = 0; i <= gaps; ++i) painter.fillRect(QRectF(i * (bar + gap), 0, bar, side), colors.series(index));
    return pixmap;
}

} // namespace orthant::ui
