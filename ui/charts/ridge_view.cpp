// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ridge_view.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace orthant::ui {

namespace {

constexpr double rowRoom = 11;           // pixels between two readings, at least
constexpr double overlap = 2.4;          // a hill may reach over so many rows
constexpr double headRoom = 0.12;        // of the range, over the last reading

double sumOf(const std::vector<std::uint32_t>& counts) { return std::accumulate(counts.begin(), counts.end(), 0.0); }

double shareOfLevel(const Ridge& ridge, std::size_t level) {
    double sum = 0;
    for (const std::uint64_t count : ridge.levelCounts) sum += static_cast<double>(count);
    return sum > 0 ? static_cast<double>(ridge.levelCounts[level]) / sum : 0;
}

double densityOf(const Histogram& hill, std::size_t bin, double sum) {
    return sum > 0 && hill.binWidth() > 0 ? hill.counts[bin] / sum / hill.binWidth() : 0;
}

QString percentText(double share) { return QStringLiteral("%1\u202f%").arg(numberText(100 * share, 3)); }

} // namespace

RidgeView::RidgeView(QWidget* parent) : PlaneView(parent) {}

void RidgeView::setRidges(std::vector<Ridge> ridges, std::array<QString, 2> names) {
    ridges_ = std::move(ridges);
    names_ = std::move(names);
    greatest_ = {};
    for (const Ridge& ridge : ridges_) {
        for (const std::size_t which : {0, 1}) {
            const Histogram& hill = ridge.hills[which];
            const double sum = sumOf(hill.counts);
            for (std::size_t bin = 0; bin < hill.counts.size(); ++bin) greatest_[which] = std::max(greatest_[which], densityOf(hill, bin, sum));
        }
        for (std::size_t i = 0; i < ridge.levels.size(); ++i) greatest_[1] = std::max(greatest_[1], shareOfLevel(ridge, i));
    }
    changed();
}

bool RidgeView::hasHill(std::size_t which) const {
    return std::ranges::any_of(ridges_, [which](const Ridge& ridge) { return !ridge.hills[which].counts.empty(); });
}
bool RidgeView::hasSpikes() const {
    return std::ranges::any_of(ridges_, [](const Ridge& ridge) { return !ridge.levels.empty(); });
}
bool RidgeView::hasData() const { return hasHill(0) || hasHill(1) || hasSpikes(); }

AxisScale RidgeView::fittingX() const {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const Ridge& ridge : ridges_) {
        for (const Histogram& hill : ridge.hills) {
            if (hill.counts.empty()) continue;
            low = std::min(low, hill.low);
            high = std::max(high, hill.high);
        }
        for (const double level : ridge.levels) {
            low = std::min(low, level);
            high = std::max(high, level);
        }
    }
    if (!(low <= high)) return {-1, 1, false};
    const double edge = low < high ? (high - low) * 0.04 : 1;
    return {low - edge, high + edge, false};
}

AxisScale RidgeView::fittingY() const {
    if (ridges_.empty()) return {0, 1, false};
    const double low = ridges_.front().at, span = ridges_.back().at - low;
    if (span <= 0) return {low, low + 1, false};
    return {low, low + span * (1 + headRoom), false};
}

PlotTexts RidgeView::texts(const PlotColors& colors, const QSizeF& size) const {
    PlotTexts t = PlaneView::texts(colors, size);
    const auto add = [&](std::size_t which, PlotSeries::Style style, Marker marker) {
        t.legend.push_back({names_[which], {colors.series(static_cast<int>(which)), marker, style, false, 0}, false, LegendEntry::noSeries});
    };
    if (hasHill(0)) add(0, PlotSeries::Style::Steps, Marker::None);
    if (hasSpikes()) add(1, PlotSeries::Style::Spikes, Marker::Circle);
    else if (hasHill(1)) add(1, PlotSeries::Style::Steps, Marker::None);
    return t;
}

std::vector<std::size_t> RidgeView::drawn(const PlotSpace& space) const {
    std::vector<std::size_t> visible;
    for (std::size_t i = 0; i < ridges_.size(); ++i)
        if (ridges_[i].at >= space.y.low() && ridges_[i].at <= space.y.high()) visible.push_back(i);
    const auto room = static_cast<std::size_t>(std::max(2.0, space.layout.plot.height() / rowRoom));
    if (visible.size() <= room) return visible;
    std::vector<std::size_t> shown; // evenly spaced, with the first and the last
    for (std::size_t k = 0; k < room; ++k) shown.push_back(visible[k * (visible.size() - 1) / (room - 1)]);
    return shown;
}

double RidgeView::heightOf(const PlotSpace& space, const std::vector<std::size_t>& shown) const {
    const double most = space.layout.plot.height() * headRoom / (1 + headRoom);
    if (shown.size() < 2) return ridges_.size() < 2 ? space.layout.plot.height() * 0.9 : most;
    const double first = space.toPixel(0, ridges_[shown.front()].at).y(), last = space.toPixel(0, ridges_[shown.back()].at).y();
    return std::clamp(overlap * (first - last) / static_cast<double>(shown.size() - 1), 6.0, std::max(6.0, most));
}

void RidgeView::paintHill(QPainter& painter, const PlotSpace& space, const Ridge& ridge, std::size_t which, double height) const {
    const Histogram& hill = ridge.hills[which];
    if (hill.counts.empty() || greatest_[which] <= 0) return;
    const double sum = sumOf(hill.counts), base = space.toPixel(0, ridge.at).y();
    QPolygonF line;
    line << QPointF(space.toPixel(hill.low, ridge.at).x(), base);
    for (std::size_t bin = 0; bin < hill.counts.size(); ++bin) {
        const double x = space.toPixel(hill.low + (static_cast<double>(bin) + 0.5) * hill.binWidth(), ridge.at).x();
        line << QPointF(x, base - height * densityOf(hill, bin, sum) / greatest_[which]);
    }
    line << QPointF(space.toPixel(hill.high, ridge.at).x(), base);
    const QColor color = space.colors.series(static_cast<int>(which));
    QColor fill = color, cover = space.colors.background;
    fill.setAlphaF(0.28f);
    cover.setAlphaF(0.75f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(cover); // what lies behind stays to be guessed
    painter.drawPolygon(line);
    painter.setBrush(fill);
    painter.drawPolygon(line);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.2));
    painter.drawPolyline(line);
}

void RidgeView::paintSpikes(QPainter& painter, const PlotSpace& space, const Ridge& ridge, double height) const {
    if (greatest_[1] <= 0) return;
    const QColor color = space.colors.series(1);
    for (std::size_t i = 0; i < ridge.levels.size(); ++i) {
        const QPointF foot = space.toPixel(ridge.levels[i], ridge.at);
        const QPointF head = foot - QPointF(0, height * shareOfLevel(ridge, i) / greatest_[1]);
        painter.setPen(QPen(color, 2));
        painter.drawLine(foot, head);
        paintMarker(painter, head, Marker::Circle, 5, color, space.colors.background);
    }
}

void RidgeView::paintBehind(QPainter& painter, const PlotSpace& space) const {
    PlaneView::paintBehind(painter, space);
    if (!hasData()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<std::size_t> shown = drawn(space);
    const double height = heightOf(space, shown);
    for (auto it = shown.rbegin(); it != shown.rend(); ++it) { // the lower ones stand in front
        for (const std::size_t which : {0, 1}) paintHill(painter, space, ridges_[*it], which, height);
        paintSpikes(painter, space, ridges_[*it], height);
    }
}

const Ridge* RidgeView::ridgeAt(const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (!s.layout.plot.contains(pointer)) return nullptr;
    const std::vector<std::size_t> shown = drawn(s);
    const double middle = pointer.y() + heightOf(s, shown) / 3; // the body of a ridge is over its line
    const Ridge* nearest = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const std::size_t i : shown) {
        const double away = std::abs(s.toPixel(0, ridges_[i].at).y() - middle);
        if (away < least) {
            least = away;
            nearest = &ridges_[i];
        }
    }
    return nearest;
}

std::vector<ReadoutLine> RidgeView::readout(const QPointF& pointer) const {
    const Ridge* ridge = ridgeAt(pointer);
    if (!ridge) return {};
    const PlotSpace& s = space();
    const double x = s.toValue(pointer).x();
    std::vector<ReadoutLine> lines{{QStringLiteral("%1: %2").arg(yAxis().title, quantityText(ridge->at, yAxis().unit)), {}, true}};
    for (const std::size_t which : {0, 1}) {
        const Histogram& hill = ridge->hills[which];
        const double place = (x - hill.low) / hill.binWidth();
        if (hill.counts.empty() || !(place >= 0 && place < static_cast<double>(hill.counts.size()))) continue;
        const auto bin = static_cast<std::size_t>(place);
        const double low = hill.low + static_cast<double>(bin) * hill.binWidth(), sum = sumOf(hill.counts);
        lines.push_back({tr("%1, %2 to %3: %4").arg(names_[which], numberText(low, 3), numberText(low + hill.binWidth(), 3), percentText(sum > 0 ? hill.counts[bin] / sum : 0)),
                         s.colors.series(static_cast<int>(which)), false});
    }
    constexpr std::size_t mostLevels = 6;
    for (std::size_t i = 0; i < std::min(mostLevels, ridge->levels.size()); ++i)
        lines.push_back({tr("%1, %2: %3").arg(names_[1], numberText(ridge->levels[i], 4), percentText(shareOfLevel(*ridge, i))), s.colors.series(1), false});
    return lines;
}

void RidgeView::paintOverlay(QPainter& painter, const QPointF& pointer) const {
    if (const Ridge* ridge = ridgeAt(pointer)) {
        const PlotSpace& s = space();
        const double y = s.toPixel(0, ridge->at).y();
        painter.setPen(QPen(s.colors.text, 1, Qt::DashLine));
        painter.drawLine(QPointF(s.layout.plot.left(), y), QPointF(s.layout.plot.right(), y));
    }
    PlotFrame::paintOverlay(painter, pointer);
}

Table RidgeView::toTable() const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto named = [](const PlotAxis& axis, const char* other) { return columnName(axis.title.isEmpty() ? QString::fromLatin1(other) : axis.title, axis.unit); };
    const bool second = hasHill(1) || hasSpikes();
    std::vector<Column> columns{{named(yAxis(), "y"), yAxis().unit.toStdString(), {}}, {named(xAxis(), "x"), xAxis().unit.toStdString(), {}}};
    for (const std::size_t which : {0, 1})
        if (which == 0 ? hasHill(0) : second) columns.push_back({columnName(names_[which], "%"), "%", {}});
    Table table(std::move(columns));
    const auto row = [&](double at, double x, std::size_t which, double share) {
        std::vector<double> values{at, x};
        if (hasHill(0)) values.push_back(which == 0 ? 100 * share : none);
        if (second) values.push_back(which == 1 ? 100 * share : none);
        table.addRow(values);
    };
    for (const Ridge& ridge : ridges_) {
        for (const std::size_t which : {0, 1}) {
            const Histogram& hill = ridge.hills[which];
            const double sum = sumOf(hill.counts);
            for (std::size_t bin = 0; bin < hill.counts.size(); ++bin)
                row(ridge.at, hill.low + (static_cast<double>(bin) + 0.5) * hill.binWidth(), which, sum > 0 ? hill.counts[bin] / sum : 0);
        }
        for (std::size_t i = 0; i < ridge.levels.size(); ++i) row(ridge.at, ridge.levels[i], 1, shareOfLevel(ridge, i));
    }
    return table;
}

} // namespace orthant::ui
