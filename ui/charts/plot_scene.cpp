// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_scene.h"

#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <QBitArray>
#include <QGraphicsScene>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <optional>

namespace orthant::ui {

namespace {

using Style = PlotSeries::Style;

bool isLine(Style style) { return style == Style::Line || style == Style::Theory; }

/// @param dense  points on most pixel columns: a thin pen keeps noise apart and is cheaper
QPen linePen(const SeriesLook& look, bool dense) {
    QColor color = look.color;
    if (look.faint) color.setAlphaF(0.35f);
    QPen pen(color, look.faint ? 1.0 : look.style == Style::Theory ? 1.6 : dense ? 1.3 : 2.0);
    pen.setJoinStyle(dense ? Qt::BevelJoin : Qt::RoundJoin);
    setDashes(pen, look);
    return pen;
}

/// Corners of a step area in unit coordinates, from the floor up and back to it.
QPolygonF stepOutline(const PlotSeries& s, const AxisScale& x, const AxisScale& y) {
    QPolygonF outline;
    const double zero = y.logarithmic() ? 0 : std::clamp(y.toUnit(0), -1.0, 2.0);
    const auto unitX = [&](double value) {
        const double u = x.toUnit(value);
        return std::isnan(u) ? -1.0 : std::clamp(u, -1.0, 2.0);
    };
    const std::size_t n = std::min(s.x.size(), s.y.size());
    for (std::size_t i = 0; i < n; ++i) {
        const double next = i + 1 < s.x.size() ? s.x[i + 1] : n > 1 ? 2 * s.x[i] - s.x[i - 1] : s.x[i] + 1;
        if (!std::isfinite(s.x[i]) || !std::isfinite(next)) continue;
        double u = std::isfinite(s.y[i]) ? y.toUnit(s.y[i]) : zero;
        if (std::isnan(u)) u = 0;
        u = std::clamp(u, -1.0, 2.0);
        if (outline.isEmpty()) outline.append({unitX(s.x[i]), zero});
        outline.append({unitX(s.x[i]), u});
        outline.append({unitX(next), u});
    }
    if (!outline.isEmpty()) outline.append({outline.back().x(), zero});
    return outline;
}

void paintSteps(QPainter& painter, const PlotSpace& space, const PlotSeries& s, const SeriesLook& look) {
    QPolygonF outline = stepOutline(s, space.x, space.y);
    for (QPointF& p : outline) p = space.layout.toPixel(p);
    QColor fill = look.color;
    fill.setAlphaF(look.faint ? 0.12f : 0.28f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(outline);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look.color, look.faint ? 0.8 : 1.4));
    painter.drawPolyline(outline);
}

void paintSpikes(QPainter& painter, const PlotSpace& space, const PlotSeries& s, const SeriesLook& look) {
    const auto& [layout, x, y, colors] = space;
    const double zero = y.logarithmic() ? 0 : std::clamp(y.toUnit(0), -1.0, 2.0);
    const std::size_t n = std::min(s.x.size(), s.y.size());
    for (std::size_t i = 0; i < n; ++i) {
        const double ux = x.toUnit(s.x[i]), uy = y.toUnit(s.y[i]);
        if (!std::isfinite(ux) || !std::isfinite(uy) || ux < -0.1 || ux > 1.1) continue;
        const QPointF foot = layout.toPixel({ux, zero}), head = layout.toPixel({ux, std::clamp(uy, -1.0, 2.0)});
        painter.setPen(QPen(look.color, 3, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(foot, head);
        paintMarker(painter, head, look.marker, 9, look.color, colors.background);
    }
}

/// A point that would cover another one is not drawn again: the cost is bounded by the pixels, not by the data.
void paintPoints(QPainter& painter, const PlotSpace& space, const PlotSeries& s, const SeriesLook& look) {
    const auto& [layout, x, y, colors] = space;
    const std::size_t n = std::min(s.x.size(), s.y.size());
    const bool many = n > 400;
    const double cell = many ? 1.5 : 0.5;
    const int columns = static_cast<int>(layout.plot.width() / cell) + 2, rows = static_cast<int>(layout.plot.height() / cell) + 2;
    QBitArray taken(columns * rows);
    QColor color = look.color;
    if (look.faint) color.setAlphaF(0.35f);
    QPolygonF dots;
    for (std::size_t i = 0; i < n; ++i) {
        const double ux = x.toUnit(s.x[i]), uy = y.toUnit(s.y[i]);
        if (!(ux >= 0 && ux <= 1 && uy >= 0 && uy <= 1)) continue;
        const QPointF p = layout.toPixel({ux, uy});
        const int at = static_cast<int>((p.y() - layout.plot.top()) / cell) * columns + static_cast<int>((p.x() - layout.plot.left()) / cell);
        if (taken.testBit(at)) continue;
        taken.setBit(at);
        if (many) dots.append(p);
        else paintMarker(painter, p, look.marker, 7, color, colors.background);
    }
    painter.setPen(QPen(color, 3, Qt::SolidLine, Qt::RoundCap));
    if (many) painter.drawPoints(dots);
}

/// Error bars: a line from one spread below to one above, with feet.
void paintSpreads(QPainter& painter, const PlotContent& content, const PlotSpace& space, std::size_t index) {
    const PlotSeries& s = content.series[index];
    const auto& [layout, x, y, colors] = space;
    constexpr double foot = 4;
    painter.setRenderHint(QPainter::Antialiasing, false); // upright lines stay sharp
    painter.setPen(QPen(content.look(index, colors).color, 1.4, Qt::SolidLine, Qt::FlatCap));
    for (std::size_t k = 0; k < std::min({s.x.size(), s.y.size(), s.spread.size()}); ++k) {
        const double half = content.spreadAt(index, k), ux = x.toUnit(s.x[k]), high = y.toUnit(s.y[k] + half);
        double low = y.toUnit(s.y[k] - half);
        if (std::isnan(low)) low = 0; // a logarithmic axis has no end
        if (half <= 0 || !(ux >= 0 && ux <= 1) || !std::isfinite(high)) continue;
        const QPointF top = layout.toPixel({ux, std::min(high, 2.0)}), bottom = layout.toPixel({ux, std::max(low, -1.0)});
        painter.drawLine(top, bottom);
        for (const QPointF& end : {top, bottom}) painter.drawLine(end - QPointF(foot, 0), end + QPointF(foot, 0));
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

/// Markers tell curves apart without colour: on every point of a short curve, else on a few, staggered between the curves.
void paintLineMarkers(QPainter& painter, const PlotLayout& layout, const QList<QPointF>& line, const SeriesLook& look,
                      int order, bool several, const PlotColors& colors) {
    if (line.size() <= 25) {
        for (const QPointF& p : line) {
            if (p.x() > -0.01 && p.x() < 1.01 && p.y() > -0.01 && p.y() < 1.01) {
                paintMarker(painter, layout.toPixel(p), look.marker, 6.5, look.color, colors.background);
            }
        }
        return;
    }
    if (!several) return;
    const double spacing = 1.0 / std::max(2.0, std::round(layout.plot.width() / 130));
    double next = spacing * (0.25 + 0.37 * order - std::floor(0.25 + 0.37 * order));
    for (const QPointF& p : line) {
        if (p.x() < next) continue;
        if (p.x() > 1) break;
        if (p.y() > -0.01 && p.y() < 1.01) paintMarker(painter, layout.toPixel(p), look.marker, 7, look.color, colors.background);
        while (next <= p.x()) next += spacing;
    }
}

} // namespace

struct PlotScene::Parts {
    struct Curve {
        std::size_t series;
        QList<QPointF> points;
    };

    /// The chart, made with the first line: many views have none.
    struct Chart {
        Chart();
        QGraphicsScene scene;
        QChart* chart = new QChart;
        QValueAxis* xAxis = new QValueAxis;
        QValueAxis* yAxis = new QValueAxis;
        std::vector<QLineSeries*> pool; ///< owned by the chart
    };

    std::optional<Chart> chart;
    std::vector<Curve> curves;
    std::size_t replaces = 0;
};

PlotScene::Parts::Chart::Chart() {
    scene.addItem(chart);
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setDropShadowEnabled(false);
    chart->setBackgroundVisible(false);
    chart->setPlotAreaBackgroundVisible(false);
    chart->setMargins({});
    chart->legend()->setVisible(false);
    chart->addAxis(xAxis, Qt::AlignBottom);
    chart->addAxis(yAxis, Qt::AlignLeft);
    for (QValueAxis* axis : {xAxis, yAxis}) {
        axis->setRange(0, 1);
        axis->setVisible(false);
    }
}

PlotScene::PlotScene() : parts_(std::make_unique<Parts>()) {}

PlotScene::~PlotScene() = default;

std::size_t PlotScene::replaces() const { return parts_->replaces; }

std::size_t PlotScene::pointsInFrame() const {
    std::size_t count = 0;
    for (const Parts::Curve& curve : parts_->curves) count += static_cast<std::size_t>(curve.points.size());
    return count;
}

void PlotScene::prepare(const PlotContent& content, const PlotSpace& space) {
    Parts& p = *parts_;
    p.curves.clear();
    // Raw curves below, theory above the rest.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < content.series.size(); ++i) {
        if (isLine(content.series[i].style) && content.shown(i)) order.push_back(i);
    }
    if (order.empty() && !p.chart) return;
    const auto rank = [&](std::size_t i) {
        const PlotSeries& s = content.series[i];
        return s.faint ? 0 : s.style == Style::Theory ? 2 : 1;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });

    if (!p.chart) p.chart.emplace();
    Parts::Chart& c = *p.chart;
    c.scene.setSceneRect(QRectF(QPointF(0, 0), space.layout.size));
    c.chart->setGeometry(QRectF(QPointF(0, 0), space.layout.size));
    c.chart->setPlotArea(space.layout.plot);
    while (c.pool.size() < order.size()) {
        auto* line = new QLineSeries;
        c.chart->addSeries(line);
        line->attachAxis(c.xAxis);
        line->attachAxis(c.yAxis);
        c.pool.push_back(line);
    }
    while (c.pool.size() > order.size()) {
        c.chart->removeSeries(c.pool.back());
        delete c.pool.back();
        c.pool.pop_back();
    }
    const int columns = static_cast<int>(std::ceil(space.layout.plot.width()));
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::size_t i = order[k];
        const PlotSeries& s = content.series[i];
        QList<QPointF> points = decimateLine(s.x, s.y, content.facts[i].sorted, space.x, space.y, columns);
        const QPen pen = linePen(content.look(i, space.colors), points.size() > columns);
        if (c.pool[k]->pen() != pen) c.pool[k]->setPen(pen);
        c.pool[k]->replace(points);
        ++p.replaces;
        p.curves.push_back({i, std::move(points)});
    }
}

void PlotScene::draw(QPainter& painter, const PlotContent& content, const PlotSpace& space, bool halo) {
    Parts& p = *parts_;
    painter.setRenderHint(QPainter::Antialiasing);
    const auto each = [&](Style style, const auto& paint) {
        for (std::size_t i = 0; i < content.series.size(); ++i) {
            if (content.series[i].style == style && content.shown(i)) paint(painter, space, content.series[i], content.look(i, space.colors));
        }
    };
    each(Style::Steps, paintSteps);
    for (std::size_t i = 0; i < content.series.size(); ++i)
        if (content.shown(i) && !content.series[i].spread.empty()) paintSpreads(painter, content, space, i);
    each(Style::Points, paintPoints);
    if (halo) {
        painter.setPen(QPen(space.colors.background, 4.5, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
        for (const Parts::Curve& curve : p.curves) {
            QPolygonF line;
            for (const QPointF& point : curve.points) line.append(space.layout.toPixel(point));
            painter.drawPolyline(line);
        }
    }
    if (p.chart) {
        const QRectF all(QPointF(0, 0), space.layout.size);
        painter.save();
        p.chart->scene.render(&painter, all, all, Qt::IgnoreAspectRatio);
        painter.restore();
        painter.setRenderHint(QPainter::Antialiasing);
    }
    each(Style::Spikes, paintSpikes);
}

void PlotScene::drawMarkers(QPainter& painter, const PlotContent& content, const PlotSpace& space) const {
    const bool several = std::count_if(content.series.begin(), content.series.end(), [](const PlotSeries& s) { return !s.faint && !s.name.isEmpty(); }) > 1;
    int order = 0;
    for (const Parts::Curve& curve : parts_->curves) {
        const SeriesLook look = content.look(curve.series, space.colors);
        if (look.faint || look.style != Style::Line) continue;
        paintLineMarkers(painter, space.layout, curve.points, look, order++, several, space.colors);
    }
}

} // namespace orthant::ui
