// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/boundary_view.h"

#include "ui/charts/raster.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

constexpr Marker markers[] = {Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond, Marker::Down};

QColor blend(const QColor& back, const QColor& front, double share) {
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {mix(back.red(), front.red()), mix(back.green(), front.green()), mix(back.blue(), front.blue())};
}

AxisScale fixed(const PlotAxis& axis, double low, double high) { return {axis.minimum.value_or(low), axis.maximum.value_or(high), false}; }

AxisScale around(const PlotAxis& axis, const std::vector<double>& values) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const double v : values) {
        if (!std::isfinite(v)) continue;
        low = std::min(low, v);
        high = std::max(high, v);
    }
    const double pad = 0.05 * (high - low);
    return fixed(axis, low - pad, high + pad);
}

Marker markerOf(int k) { return markers[static_cast<std::size_t>(k) % std::size(markers)]; }

} // namespace

BoundaryView::BoundaryView(QWidget* parent) : PlaneView(parent) { setAxes({QStringLiteral("x")}, {QStringLiteral("y")}); }

void BoundaryView::setClassNames(const QStringList& names) {
    names_ = names;
    changed();
}

void BoundaryView::setBoundary(BoundaryReading boundary) {
    boundary_ = std::move(boundary);
    changed();
}

void BoundaryView::setPoints(LabelledPoints points) {
    const std::size_t n = std::min({points.x.size(), points.y.size(), points.classes.size()});
    points.x.resize(n);
    points.y.resize(n);
    points.classes.resize(n);
    points_ = std::move(points);
    changed();
}

QString BoundaryView::className(int index) const { return index < names_.size() ? names_[index] : tr("class %1").arg(index); }

bool BoundaryView::hasGrid() const {
    return boundary_.width > 0 && boundary_.height > 0 && boundary_.classes.size() == boundary_.width * boundary_.height;
}

bool BoundaryView::hasData() const { return hasGrid() || !points_.x.empty(); }

AxisScale BoundaryView::fittingX() const {
    return boundary_.classes.empty() ? around(xAxis(), points_.x) : fixed(xAxis(), boundary_.xLow, boundary_.xHigh);
}

AxisScale BoundaryView::fittingY() const {
    return boundary_.classes.empty() ? around(yAxis(), points_.y) : fixed(yAxis(), boundary_.yLow, boundary_.yHigh);
}

int BoundaryView::classCount() const {
    int count = static_cast<int>(names_.size());
    for (const auto c : points_.classes) count = std::max(count, c + 1);
    return count;
}

PlotTexts BoundaryView::texts(const PlotColors& colors, const QSizeF& size) const {
    PlotTexts t = PlaneView::texts(colors, size);
    const int classes = std::min(classCount(), 20);
    for (int k = 0; k < classes && classes > 1; ++k) {
        t.legend.push_back({className(k), {colors.series(k), markerOf(k), PlotSeries::Style::Points, false, 0}, false, LegendEntry::noSeries});
    }
    return t;
}

QImage BoundaryView::regions(const PlotColors& colors) const {
    const auto width = static_cast<int>(boundary_.width), height = static_cast<int>(boundary_.height);
    QImage image(width, height, QImage::Format_RGB32);
    // 64 shades of each class are enough for the eye and make a table of the colours.
    constexpr int shades = 64;
    std::vector<QRgb> table;
    const int classes = 1 + *std::max_element(boundary_.classes.begin(), boundary_.classes.end());
    for (int k = 0; k < classes; ++k) {
        for (int s = 0; s < shades; ++s) {
            const double strength = 0.05 + (colors.dark ? 0.5 : 0.45) * s / (shades - 1);
            table.push_back(blend(colors.background, colors.series(k), strength).rgb());
        }
    }
    for (int row = 0; row < height; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(height - 1 - row));
        for (int column = 0; column < width; ++column) {
            const std::size_t i = static_cast<std::size_t>(row) * boundary_.width + static_cast<std::size_t>(column);
            const float margin = i < boundary_.margins.size() ? boundary_.margins[i] : 1.0f;
            const int shade = static_cast<int>(std::clamp(margin, 0.0f, 1.0f) * (shades - 1));
            line[column] = table[static_cast<std::size_t>(boundary_.classes[i] * shades + shade)];
        }
    }
    return image;
}

void BoundaryView::paintBehind(QPainter& painter, const PlotSpace& space) const {
    if (hasGrid()) paintRaster(painter, space, regions(space.colors), {{boundary_.xLow, boundary_.yLow}, QPointF{boundary_.xHigh, boundary_.yHigh}}, true);
    else PlaneView::paintBehind(painter, space);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPoints(painter, space);
}

void BoundaryView::paintPoints(QPainter& painter, const PlotSpace& space) const {
    const auto& [l, x, y, colors] = space;
    const bool many = points_.x.size() > 2000;
    const double size = points_.x.size() > 400 ? 5 : 6.5;
    std::vector<QPolygonF> dots(256);
    for (std::size_t i = 0; i < points_.x.size(); ++i) {
        const QPointF unit(x.toUnit(points_.x[i]), y.toUnit(points_.y[i]));
        if (!(unit.x() >= 0 && unit.x() <= 1 && unit.y() >= 0 && unit.y() <= 1)) continue;
        if (many) dots[points_.classes[i]].append(l.toPixel(unit));
        else paintMarker(painter, l.toPixel(unit), markerOf(points_.classes[i]), size, colors.series(points_.classes[i]), colors.background);
    }
    for (int k = 0; k < 256 && many; ++k) {
        painter.setPen(QPen(colors.series(k), 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawPoints(dots[static_cast<std::size_t>(k)]);
    }
}

std::vector<ReadoutLine> BoundaryView::readout(const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (!s.layout.plot.contains(pointer)) return {};
    const QPointF value = s.toValue(pointer);
    const auto named = [](const PlotAxis& axis, const char* other) { return axis.title.isEmpty() ? QString::fromLatin1(other) : axis.title; };
    std::vector<ReadoutLine> lines;
    const auto say = [&lines](const QString& text) { lines.push_back({text, {}, !lines.empty()}); };
    if (hasGrid()) {
        const BoundaryReading& b = boundary_;
        const double column = std::floor((value.x() - b.xLow) / (b.xHigh - b.xLow) * static_cast<double>(b.width));
        const double row = std::floor((value.y() - b.yLow) / (b.yHigh - b.yLow) * static_cast<double>(b.height));
        if (column >= 0 && row >= 0 && column < static_cast<double>(b.width) && row < static_cast<double>(b.height)) {
            const std::size_t i = static_cast<std::size_t>(row) * b.width + static_cast<std::size_t>(column);
            QString line = tr("decided: %1").arg(className(b.classes[i]));
            if (i < b.margins.size()) line += tr(", margin %1").arg(numberText(b.margins[i], 2));
            say(line);
        }
    }
    say(QStringLiteral("%1: %2").arg(named(xAxis(), "x"), quantityText(static_cast<float>(value.x()), xAxis().unit)));
    say(QStringLiteral("%1: %2").arg(named(yAxis(), "y"), quantityText(static_cast<float>(value.y()), yAxis().unit)));
    double least = 12 * 12;
    std::size_t nearest = points_.x.size();
    for (std::size_t i = 0; i < points_.x.size(); ++i) {
        const QPointF away = s.toPixel(points_.x[i], points_.y[i]) - pointer;
        if (const double d = QPointF::dotProduct(away, away); d < least) least = d, nearest = i;
    }
    if (nearest < points_.x.size()) {
        say(tr("point %1: %2 (%3, %4)").arg(nearest + 1).arg(className(points_.classes[nearest]), numberText(points_.x[nearest], 4), numberText(points_.y[nearest], 4)));
    }
    return lines;
}

void BoundaryView::paintOverlay(QPainter& painter, const QPointF& pointer) const { PlotFrame::paintOverlay(painter, pointer); }

Table BoundaryView::toTable() const {
    constexpr double empty = std::numeric_limits<double>::quiet_NaN();
    const std::size_t cells = hasGrid() ? boundary_.classes.size() : 0;
    const std::size_t rows = std::max(cells, points_.x.size());
    const auto column = [&](const QString& name, const QString& unit, std::size_t count, const auto& value) {
        Column result{columnName(name, unit), unit.toStdString(), std::vector<double>(rows, empty)};
        for (std::size_t i = 0; i < count; ++i) result.values[i] = value(i);
        return result;
    };
    const BoundaryReading& b = boundary_;
    const auto centre = [](double low, double high, std::size_t i, std::size_t n) {
        return low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    };
    Table table;
    if (cells > 0) {
        table.addColumn(column(QStringLiteral("grid ") + xAxis().title, xAxis().unit, cells, [&](std::size_t i) { return centre(b.xLow, b.xHigh, i % b.width, b.width); }));
        table.addColumn(column(QStringLiteral("grid ") + yAxis().title, yAxis().unit, cells, [&](std::size_t i) { return centre(b.yLow, b.yHigh, i / b.width, b.height); }));
        table.addColumn(column(QStringLiteral("grid class"), {}, cells, [&](std::size_t i) { return b.classes[i]; }));
        table.addColumn(column(QStringLiteral("grid margin"), {}, std::min(cells, b.margins.size()), [&](std::size_t i) { return b.margins[i]; }));
    }
    if (!points_.x.empty()) {
        const std::size_t n = points_.x.size();
        table.addColumn(column(QStringLiteral("point ") + xAxis().title, xAxis().unit, n, [&](std::size_t i) { return points_.x[i]; }));
        table.addColumn(column(QStringLiteral("point ") + yAxis().title, yAxis().unit, n, [&](std::size_t i) { return points_.y[i]; }));
        table.addColumn(column(QStringLiteral("point class"), {}, n, [&](std::size_t i) { return points_.classes[i]; }));
    }
    return table;
}

} // namespace orthant::ui
