// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/band_view.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

BandView::BandView(QWidget* parent) : PlaneView(parent) {}

void BandView::setBands(std::vector<BandSeries> bands) {
    bands_ = std::move(bands);
    std::vector<PlotSeries> means;
    for (const BandSeries& band : bands_)
        means.push_back({.name = band.name, .x = band.x, .y = band.mean, .color = band.color, .note = band.note});
    setSeries(std::move(means));
}

AxisScale BandView::fittingY() const {
    const AxisScale means = PlaneView::fittingY();
    double low = means.low(), high = means.high();
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        if (!content().shown(i)) continue;
        for (std::size_t k = 0; k < bands_[i].mean.size(); ++k) {
            if (!std::isfinite(bands_[i].spread[k])) continue;
            low = std::min(low, bands_[i].mean[k] - bands_[i].spread[k]);
            high = std::max(high, bands_[i].mean[k] + bands_[i].spread[k]);
        }
    }
    return {yAxis().minimum.value_or(low), yAxis().maximum.value_or(high), means.logarithmic()};
}

void BandView::paintBehind(QPainter& painter, const PlotSpace& space) const {
    PlaneView::paintBehind(painter, space);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        if (!content().shown(i)) continue;
        const BandSeries& band = bands_[i];
        QPolygonF upper, lower;
        for (std::size_t k = 0; k < band.x.size(); ++k) {
            const double half = std::isfinite(band.spread[k]) ? band.spread[k] : 0;
            upper << space.toPixel(band.x[k], band.mean[k] + half);
            lower.prepend(space.toPixel(band.x[k], band.mean[k] - half));
        }
        QColor fill = space.colors.series(band.color);
        fill.setAlphaF(space.colors.dark ? 0.28f : 0.2f);
        painter.setBrush(fill);
        painter.drawPolygon(upper + lower);
    }
    painter.restore();
}

Table BandView::toTable() const {
    std::size_t rows = 0;
    for (const BandSeries& band : bands_) rows = std::max(rows, band.x.size());
    Table table;
    const auto add = [&](const QString& name, const QString& unit, std::vector<double> values) {
        values.resize(rows, std::nan(""));
        table.addColumn({columnName(name, unit), unit.toStdString(), std::move(values)});
    };
    for (const BandSeries& band : bands_) {
        add(band.name + " " + xAxis().title, xAxis().unit, band.x);
        add(band.name + " mean", yAxis().unit, band.mean);
        add(band.name + " spread", yAxis().unit, band.spread);
    }
    return table;
}

} // namespace orthant::ui
