// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

// Lines are followed one view outside of the view: enough for every pen, small enough for every painter.
constexpr double bandLow = -1, bandHigh = 2;
constexpr double farAway = 1e9; // keeps the arithmetic of the cuts finite

bool drawable(double x, double y, bool logX, bool logY) {
    return std::isfinite(x) && std::isfinite(y) && (!logX || x > 0) && (!logY || y > 0);
}

QPointF between(const QPointF& a, const QPointF& b, double t) { return a + (b - a) * t; }

/// Cuts a line with rising x at the upper and lower ends of the band; the parts outside run along these ends, unseen.
QList<QPointF> cutToBand(const QList<QPointF>& line) {
    const auto inside = [](const QPointF& p) { return p.y() >= bandLow && p.y() <= bandHigh; };
    if (std::all_of(line.begin(), line.end(), inside)) return line;
    QList<QPointF> cut;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QPointF& to = line[i];
        if (i > 0) {
            const QPointF& from = line[i - 1];
            double crossings[2];
            int count = 0;
            for (const double end : {bandLow, bandHigh}) {
                if ((from.y() < end) != (to.y() < end)) crossings[count++] = (end - from.y()) / (to.y() - from.y());
            }
            if (count == 2 && crossings[0] > crossings[1]) std::swap(crossings[0], crossings[1]);
            for (int c = 0; c < count; ++c) cut.append(between(from, to, crossings[c]));
        }
        cut.append({to.x(), std::clamp(to.y(), bandLow, bandHigh)});
    }
    return cut;
}

/// The neighbours outside of the view can be very far away: they move in along their segments.
void cutEnds(QList<QPointF>& line) {
    if (line.size() < 2) return;
    QPointF& first = line.front();
    const QPointF second = line[1];
    if (first.x() < bandLow && second.x() > bandLow) {
        first = between(first, second, (bandLow - first.x()) / (second.x() - first.x()));
    }
    QPointF& last = line.back();
    const QPointF before = line[line.size() - 2];
    if (last.x() > bandHigh && before.x() < bandHigh) {
        last = between(before, last, (bandHigh - before.x()) / (last.x() - before.x()));
    }
}

QList<QPointF> allPoints(std::span<const double> x, std::span<const double> y, const AxisScale& xScale,
                         const AxisScale& yScale, int columns) {
    QList<QPointF> points;
    const double pixel = 0.5 / columns;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!drawable(x[i], y[i], xScale.logarithmic(), yScale.logarithmic())) continue;
        const QPointF p(std::clamp(xScale.toUnit(x[i]), -50.0, 50.0), std::clamp(yScale.toUnit(y[i]), -50.0, 50.0));
        if (!points.isEmpty() && std::abs(points.back().x() - p.x()) < pixel && std::abs(points.back().y() - p.y()) < pixel) continue;
        points.append(p);
    }
    return points;
}

} // namespace

SeriesFacts factsOf(std::span<const double> x, std::span<const double> y) {
    SeriesFacts facts;
    double before = 0;
    const std::size_t size = std::min(x.size(), y.size());
    for (std::size_t i = 0; i < size; ++i) {
        // Not a number in x would break the search by halves: such a series is drawn point by point.
        if (std::isnan(x[i])) facts.sorted = false;
        if (i > 0 && x[i] < before) facts.sorted = false;
        before = x[i];
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        if (facts.points == 0) {
            facts.lowX = facts.highX = x[i];
            facts.lowY = facts.highY = y[i];
        }
        ++facts.points;
        facts.lowX = std::min(facts.lowX, x[i]);
        facts.highX = std::max(facts.highX, x[i]);
        facts.lowY = std::min(facts.lowY, y[i]);
        facts.highY = std::max(facts.highY, y[i]);
        if (x[i] > 0 && (facts.lowestPositiveX == 0 || x[i] < facts.lowestPositiveX)) facts.lowestPositiveX = x[i];
        if (y[i] > 0 && (facts.lowestPositiveY == 0 || y[i] < facts.lowestPositiveY)) facts.lowestPositiveY = y[i];
    }
    return facts;
}

QList<QPointF> decimateLine(std::span<const double> x, std::span<const double> y, bool sorted, const AxisScale& xScale,
                            const AxisScale& yScale, int columns) {
    const std::size_t size = std::min(x.size(), y.size());
    x = x.first(size);
    y = y.first(size);
    columns = std::max(1, columns);
    if (!sorted) return allPoints(x, y, xScale, yScale, columns);

    const bool logX = xScale.logarithmic(), logY = yScale.logarithmic();
    auto begin = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), xScale.low()) - x.begin());
    auto end = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), xScale.high()) - x.begin());
    // One drawable neighbour on each side, so that the line leaves the view where it should.
    for (std::size_t i = begin; i-- > 0;) {
        if (drawable(x[i], y[i], logX, logY)) {
            begin = i;
            break;
        }
    }
    for (std::size_t i = end; i < size; ++i) {
        if (drawable(x[i], y[i], logX, logY)) {
            end = i + 1;
            break;
        }
    }

    QList<QPointF> line;
    const auto add = [&](std::size_t i) {
        line.append({std::clamp(xScale.toUnit(x[i]), -farAway, farAway), std::clamp(yScale.toUnit(y[i]), -farAway, farAway)});
    };
    if (end - begin <= 2 * static_cast<std::size_t>(columns)) {
        line.reserve(static_cast<qsizetype>(end - begin));
        for (std::size_t i = begin; i < end; ++i) {
            if (drawable(x[i], y[i], logX, logY)) add(i);
        }
    } else {
        line.reserve(2 * columns + 4);
        int column = -1;
        double columnEnd = xScale.low();
        std::size_t lowest = end, highest = end; // of the current column; end: none yet
        const auto flush = [&] {
            if (lowest == end) return;
            add(std::min(lowest, highest));
            if (lowest != highest) add(std::max(lowest, highest));
            lowest = highest = end;
        };
        for (std::size_t i = begin; i < end; ++i) {
            if (!drawable(x[i], y[i], logX, logY)) continue;
            if (x[i] >= columnEnd && column < columns) {
                flush();
                // Empty columns are stepped over in one go.
                column = std::clamp(static_cast<int>(std::floor(xScale.toUnit(x[i]) * columns)), column + 1, columns);
                columnEnd = xScale.fromUnit(static_cast<double>(column + 1) / columns);
            }
            if (lowest == end || y[i] < y[lowest]) lowest = i;
            if (highest == end || y[i] > y[highest]) highest = i;
        }
        flush();
    }
    cutEnds(line);
    return cutToBand(line);
}

} // namespace orthant::ui
