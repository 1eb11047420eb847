// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density_view.h"

#include "ui/charts/color_maps.h"
#include "ui/charts/raster.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

constexpr double barRoom = 62, barWidth = 11, barGap = 14;
constexpr double leastForBar = 380, leastForRemark = 380;
constexpr int shades = 256;

/// The part of cell `i` of `n` that lies below zero.
double partBelowZero(double low, double high, std::size_t i, std::size_t n) {
    const double width = (high - low) / static_cast<double>(n), left = low + width * static_cast<double>(i);
    return std::clamp(-left / width, 0.0, 1.0);
}

double centre(double low, double high, std::size_t i, std::size_t n) {
    return low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
}

QString percent(double share) { return QStringLiteral("%1\u202f%").arg(100 * share, 0, 'f', share < 0.001 && share > 0 ? 4 : 1); }

} // namespace

DensityView::DensityView(QWidget* parent) : PlaneView(parent) { setAxes({QStringLiteral("x")}, {QStringLiteral("y")}); }

void DensityView::setMap(DensityMap map) {
    map_ = std::move(map);
    total_ = most_ = 0;
    flipped_ = 0;
    if (hasGrid()) {
        std::vector<double> left(map_.columns);
        for (std::size_t c = 0; c < map_.columns; ++c) left[c] = partBelowZero(map_.xLow, map_.xHigh, c, map_.columns);
        for (std::size_t r = 0; r < map_.rows; ++r) {
            const double below = partBelowZero(map_.yLow, map_.yHigh, r, map_.rows);
            for (std::size_t c = 0; c < map_.columns; ++c) {
                const std::uint64_t count = map_.counts[r * map_.columns + c];
                total_ += count;
                most_ = std::max(most_, count);
                flipped_ += static_cast<double>(count) * (left[c] * (1 - below) + (1 - left[c]) * below);
            }
        }
    }
    showCurves();
}

void DensityView::setSeries(std::vector<PlotSeries> series) {
    curves_ = std::move(series);
    showCurves();
}

void DensityView::showCurves() {
    std::vector<PlotSeries> all = curves_;
    if (map_.slope && map_.intercept && total_ > 0) {
        // Beyond the map on both sides, so that no end is seen when the view is widened a little.
        const double width = map_.xHigh - map_.xLow, from = map_.xLow - 2 * width, to = map_.xHigh + 2 * width;
        PlotSeries line{tr("regression line"), {from, to}, {*map_.intercept + *map_.slope * from, *map_.intercept + *map_.slope * to}};
        line.color = 1;
        line.note = tr("y = %1 x %2 %3, by least squares")
                        .arg(numberText(*map_.slope, 4), *map_.intercept < 0 ? QStringLiteral("−") : QStringLiteral("+"),
                             numberText(std::abs(*map_.intercept), 3));
        all.push_back(std::move(line));
    }
    PlaneView::setSeries(std::move(all));
}

double DensityView::flippedShare() const { return total_ > 0 ? flipped_ / static_cast<double>(total_) : 0; }

AxisScale DensityView::fittingX() const {
    if (!hasGrid()) return PlaneView::fittingX();
    return {xAxis().minimum.value_or(map_.xLow), xAxis().maximum.value_or(map_.xHigh), false};
}

AxisScale DensityView::fittingY() const {
    if (!hasGrid()) return PlaneView::fittingY();
    return {yAxis().minimum.value_or(map_.yLow), yAxis().maximum.value_or(map_.yHigh), false};
}

AxisScale DensityView::countScale() const { return {1, static_cast<double>(std::max<std::uint64_t>(most_, 10)), true}; }

PlotTexts DensityView::texts(const PlotColors& colors, const QSizeF& size) const {
    PlotTexts t = PlaneView::texts(colors, size);
    for (LegendEntry& entry : t.legend) {
        if (entry.series == curves_.size()) entry.look.marker = Marker::None; // the line of regression has none in view
    }
    if (total_ == 0) return t;
    if (size.width() >= leastForBar) t.rightRoom = barRoom;
    if (map_.signQuadrants && size.width() >= leastForRemark) t.remark = tr("Grey: the signs differ, %1 of the points.").arg(percent(flippedShare()));
    return t;
}

QImage DensityView::image(const PlotColors& colors) const {
    std::array<QRgb, shades> bright{}, grey{};
    for (int s = 0; s < shades; ++s) {
        bright[static_cast<std::size_t>(s)] = sequentialColor(s / (shades - 1.0), colors).rgb();
        grey[static_cast<std::size_t>(s)] = greyColor(s / (shades - 1.0), colors).rgb();
    }
    const auto width = static_cast<int>(map_.columns), height = static_cast<int>(map_.rows);
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    const double perLog = (shades - 1) / std::log(countScale().high());
    for (std::size_t r = 0; r < map_.rows; ++r) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(height - 1 - static_cast<int>(r)));
        const bool below = centre(map_.yLow, map_.yHigh, r, map_.rows) < 0;
        for (std::size_t c = 0; c < map_.columns; ++c) {
            const std::uint64_t count = map_.counts[r * map_.columns + c];
            if (count == 0) {
                line[c] = 0;
                continue;
            }
            const bool flipped = map_.signQuadrants && below != (centre(map_.xLow, map_.xHigh, c, map_.columns) < 0);
            line[c] = (flipped ? grey : bright)[static_cast<std::size_t>(std::log(static_cast<double>(count)) * perLog)];
        }
    }
    return image;
}

void DensityView::paintBehind(QPainter& painter, const PlotSpace& space) const {
    if (map_.signQuadrants && hasData()) {
        // Faint where there is no point, so that all of both quadrants is seen.
        const QRectF& plot = space.layout.plot;
        const QPointF zero = space.toPixel(0, 0);
        const double x = std::clamp(zero.x(), plot.left(), plot.right()), y = std::clamp(zero.y(), plot.top(), plot.bottom());
        QColor shadow = space.colors.muted;
        shadow.setAlphaF(space.colors.dark ? 0.14f : 0.10f);
        painter.fillRect(QRectF(plot.topLeft(), QPointF(x, y)), shadow);
        painter.fillRect(QRectF(QPointF(x, y), plot.bottomRight()), shadow);
    }
    PlaneView::paintBehind(painter, space);
    if (total_ > 0) paintRaster(painter, space, image(space.colors), {QPointF(map_.xLow, map_.yLow), QPointF(map_.xHigh, map_.yHigh)}, false);
}

void DensityView::paintAbove(QPainter& painter, const PlotSpace& space) const {
    if (total_ == 0 || space.layout.size.width() < leastForBar) return;
    const QRectF& plot = space.layout.plot;
    const QFontMetricsF metrics(space.layout.smallFont);
    painter.setFont(space.layout.smallFont);
    painter.setPen(space.colors.muted);
    const double left = space.layout.size.width() - barRoom - 12 + barGap;
    painter.drawText(QRectF(left, plot.top() - 2, barRoom, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, tr("points"));
    const QRectF bar(left, plot.top() + metrics.height() + 3, barWidth, std::max(20.0, std::min(plot.height() - metrics.height() - 3, 260.0)));
    QImage ramp(1, shades, QImage::Format_RGB32);
    for (int s = 0; s < shades; ++s) ramp.setPixel(0, shades - 1 - s, sequentialColor(s / (shades - 1.0), space.colors).rgb());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawImage(bar, ramp);
    const AxisScale scale = countScale();
    for (const Tick& tick : ticksOf(scale, std::max(2, static_cast<int>(bar.height() / 30)))) {
        if (tick.label.isEmpty()) continue;
        const double y = bar.bottom() - scale.toUnit(tick.value) * bar.height();
        painter.setPen(QPen(space.colors.axis, 1));
        painter.drawLine(QPointF(bar.right() + 1, std::round(y)), QPointF(bar.right() + 4, std::round(y)));
        painter.setPen(space.colors.muted);
        painter.drawText(QRectF(bar.right() + 6, y - metrics.height() / 2, barRoom, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, tick.label);
    }
}

std::optional<std::size_t> DensityView::cellAt(const QPointF& value) const {
    if (!hasGrid()) return std::nullopt;
    const double column = std::floor((value.x() - map_.xLow) / (map_.xHigh - map_.xLow) * static_cast<double>(map_.columns));
    const double row = std::floor((value.y() - map_.yLow) / (map_.yHigh - map_.yLow) * static_cast<double>(map_.rows));
    if (!(column >= 0 && row >= 0 && column < static_cast<double>(map_.columns) && row < static_cast<double>(map_.rows))) return std::nullopt;
    return static_cast<std::size_t>(row) * map_.columns + static_cast<std::size_t>(column);
}

std::vector<ReadoutLine> DensityView::readout(const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (!s.layout.plot.contains(pointer) || total_ == 0) return {};
    const QPointF value = s.toValue(pointer);
    std::vector<ReadoutLine> lines;
    if (const auto cell = cellAt(value)) {
        const std::uint64_t count = map_.counts[*cell];
        const QString share = percent(static_cast<double>(count) / static_cast<double>(total_));
        lines.push_back({count == 1 ? tr("1 point here, %1 of all").arg(share) : tr("%1 points here, %2 of all").arg(count).arg(share), {}, false});
    }
    const auto say = [&lines](const PlotAxis& axis, const char* other, double v) {
        const QString name = axis.title.isEmpty() ? QString::fromLatin1(other) : axis.title;
        const QString number = numberText(v, 4);
        lines.push_back({name + QStringLiteral(": ") + (axis.unit.isEmpty() ? number : number + QChar(0x202f) + axis.unit), {}, true});
    };
    say(xAxis(), "x", value.x());
    say(yAxis(), "y", value.y());
    if (map_.signQuadrants) {
        lines.push_back({value.x() * value.y() < 0 ? tr("The signs differ, as for %1 of all points.").arg(percent(flippedShare()))
                                                   : tr("The signs agree, as for %1 of all points.").arg(percent(1 - flippedShare())),
                         {},
                         true});
    }
    return lines;
}

void DensityView::paintOverlay(QPainter& painter, const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (const auto cell = cellAt(s.toValue(pointer)); cell && s.layout.plot.contains(pointer)) {
        const std::size_t column = *cell % map_.columns, row = *cell / map_.columns;
        const double width = (map_.xHigh - map_.xLow) / static_cast<double>(map_.columns), height = (map_.yHigh - map_.yLow) / static_cast<double>(map_.rows);
        const double x = map_.xLow + width * static_cast<double>(column), y = map_.yLow + height * static_cast<double>(row);
        painter.setPen(QPen(s.colors.text, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(s.toPixel(x, y + height), s.toPixel(x + width, y)).intersected(s.layout.plot));
    }
    PlotFrame::paintOverlay(painter, pointer);
}

Table DensityView::toTable() const {
    std::vector<double> x, y, count, share;
    for (std::size_t i = 0; i < (hasGrid() ? map_.counts.size() : 0); ++i) {
        if (map_.counts[i] == 0) continue;
        x.push_back(centre(map_.xLow, map_.xHigh, i % map_.columns, map_.columns));
        y.push_back(centre(map_.yLow, map_.yHigh, i / map_.columns, map_.rows));
        count.push_back(static_cast<double>(map_.counts[i]));
        share.push_back(count.back() / static_cast<double>(total_));
    }
    PlotContent curves;
    curves.x = xAxis();
    curves.y = yAxis();
    curves.setSeries(curves_);
    std::vector<Column> columns;
    const auto add = [&columns](std::string name, const QString& unit, std::vector<double> values) {
        columns.push_back({std::move(name), unit.toStdString(), std::move(values)});
    };
    if (!count.empty()) {
        add("cell_" + columnName(xAxis().title.isEmpty() ? QStringLiteral("x") : xAxis().title, xAxis().unit), xAxis().unit, std::move(x));
        add("cell_" + columnName(yAxis().title.isEmpty() ? QStringLiteral("y") : yAxis().title, yAxis().unit), yAxis().unit, std::move(y));
        add("count", {}, std::move(count));
        add("share", {}, std::move(share));
    }
    const Table over = curves.toTable();
    columns.insert(columns.end(), over.columns().begin(), over.columns().end());
    if (map_.slope) add("slope", {}, {*map_.slope});
    if (map_.intercept) add("intercept", {}, {*map_.intercept});
    std::size_t rows = 0;
    for (const Column& column : columns) rows = std::max(rows, column.values.size());
    for (Column& column : columns) column.values.resize(rows, std::numeric_limits<double>::quiet_NaN());
    return Table(std::move(columns));
}

} // namespace orthant::ui
