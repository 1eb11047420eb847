// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_view.h"

#include "ui/charts/plot_content.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr double gap = 6, highestRow = 30;

PlotTexts headings(const PlotFrame& frame) {
    PlotTexts texts;
    texts.title = frame.title();
    texts.caption = frame.caption();
    return texts;
}

QFont bold(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

BarView::BarView(QWidget* parent) : PlotFrame(parent) {}

void BarView::setAxis(const PlotAxis& axis) {
    axis_ = axis;
    grid_ = {};
    changed();
}

void BarView::setBars(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    grid_ = {};
    changed();
}

AxisScale BarView::scale() const {
    double low = HUGE_VAL, high = 0;
    for (const Bar& bar : bars_) {
        if (!std::isfinite(bar.value) || bar.value <= 0) continue;
        low = std::min(low, bar.value);
        high = std::max(high, bar.value);
    }
    if (high == 0) return {0, 1, false};
    if (!axis_.logarithmic) return {0, high * 1.02, false};
    return {std::pow(10, std::floor(std::log10(low * 0.999))), high * 1.1, true};
}

BarView::Grid BarView::gridOf(const QSizeF& size, const QSizeF& tools) const {
    Grid grid{layoutPicture(size, headings(*this), tools), 0, 0, scale()};
    if (bars_.empty()) return grid;
    PlotLayout& layout = grid.layout;
    const QFontMetricsF names(bold(layout.smallFont)), metrics(layout.font);
    double widestName = 0, widestText = 0;
    for (const Bar& bar : bars_) {
        widestName = std::max(widestName, names.horizontalAdvance(bar.name) + 2);
        widestText = std::max(widestText, names.horizontalAdvance(bar.text) + 2);
    }
    const QRectF all = layout.plot;
    const double left = std::min(widestName, all.width() * 0.42) + gap, right = std::min(widestText, all.width() * 0.3) + gap;
    const double foot = names.height() + gap + (axis_.title.isEmpty() ? 0 : metrics.height() + 2);
    grid.names = all.left();
    const double height = std::max(10.0, std::min(all.height() - foot, highestRow * static_cast<double>(bars_.size())));
    layout.plot = QRectF(all.left() + left, all.top(), std::max(20.0, all.width() - left - right), height);
    layout.xTitleRect = QRectF(layout.plot.left(), layout.plot.bottom() + names.height() + gap, layout.plot.width(), metrics.height());
    grid.row = height / static_cast<double>(bars_.size());
    layout.xTicks = ticksOf(grid.scale, std::max(2, static_cast<int>(layout.plot.width() / 60)));
    return grid;
}

const BarView::Grid& BarView::grid() const {
    if (grid_.layout.size != QSizeF(size())) grid_ = gridOf(size(), toolsSize());
    return grid_;
}

const PlotLayout& BarView::layout() const { return grid().layout; }

QRectF BarView::rowArea(std::size_t index) const {
    const Grid& g = grid();
    return QRectF(g.names, g.layout.plot.top() + g.row * static_cast<double>(index), g.layout.plot.right() - g.names, g.row).translated(surface()->pos());
}

void BarView::paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const {
    const PlotLayout& layout = grid.layout;
    painter.fillRect(QRectF(QPointF(0, 0), layout.size), colors.background);
    if (bars_.empty()) {
        paintEmpty(painter, layout.plot, layout.font, emptyText(), colors);
        return paintHeadings(painter, layout, headings(*this), colors);
    }
    const QRectF& plot = layout.plot;
    const QFontMetricsF small(layout.smallFont), strong(bold(layout.smallFont)), metrics(layout.font);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(layout.smallFont);
    for (const Tick& tick : layout.xTicks) {
        if (tick.label.isEmpty()) continue;
        const double at = std::round(plot.left() + grid.scale.toUnit(tick.value) * plot.width());
        painter.setPen(QPen(colors.grid, 1));
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
        painter.setPen(colors.muted);
        const double half = small.horizontalAdvance(tick.label) / 2 + 2;
        painter.drawText(QRectF(at - half, plot.bottom() + 3, 2 * half, small.height()), Qt::AlignCenter, tick.label);
    }
    // Rows that are lower than a line of text would run into each other.
    const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil((small.height() - 3) / grid.row)));
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const Bar& bar = bars_[i];
        const double top = plot.top() + grid.row * static_cast<double>(i);
        const double unit = std::clamp(grid.scale.toUnit(bar.value), 0.0, 1.0);
        const double end = plot.left() + (std::isfinite(unit) ? unit : 0) * plot.width();
        const QRectF body(plot.left(), top + grid.row * 0.18, end - plot.left(), grid.row * 0.64);
        QColor fill = colors.series(bar.color);
        if (!bar.strong) fill.setAlphaF(0.55f);
        painter.fillRect(body, fill);
        if (i % step != 0) continue;
        painter.setFont(bar.strong ? bold(layout.smallFont) : layout.smallFont);
        const QFontMetricsF& own = bar.strong ? strong : small;
        painter.setPen(colors.text);
        const QRectF name(grid.names, top, plot.left() - gap - grid.names, grid.row);
        painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, own.elidedText(bar.name, Qt::ElideRight, name.width()));
        const QRectF text(end + gap, top, layout.size.width() - end - gap, grid.row);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, bar.text);
    }
    painter.setFont(layout.font);
    painter.setPen(colors.text);
    painter.drawText(layout.xTitleRect, Qt::AlignCenter, metrics.elidedText(axisText(axis_), Qt::ElideRight, layout.xTitleRect.width()));
    paintHeadings(painter, layout, headings(*this), colors);
}

void BarView::paintSurface(QPainter& painter) {
    grid_ = gridOf(size(), toolsSize());
    paint(painter, grid_, colors());
}

void BarView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const { paint(painter, gridOf(size, {}), colors); }

std::vector<ReadoutLine> BarView::readout(const QPointF& pointer) const {
    const Grid& g = grid();
    const QRectF& plot = g.layout.plot;
    if (bars_.empty() || pointer.y() < plot.top() || pointer.y() >= plot.bottom() || pointer.x() < g.names) return {};
    const Bar& bar = bars_[std::min(static_cast<std::size_t>((pointer.y() - plot.top()) / g.row), bars_.size() - 1)];
    std::vector<ReadoutLine> lines{{bar.name, {}, true}, {quantityText(bar.value, axis_.unit), colors().series(bar.color), false}};
    if (!bar.note.isEmpty())
        for (const QString& line : bar.note.split(QLatin1Char('\n'))) lines.push_back({line, {}, true});
    return lines;
}

Table BarView::toTable() const {
    // The names are the columns: a table holds numbers only.
    std::vector<Column> columns;
    for (const Bar& bar : bars_) columns.push_back({columnName(bar.name, axis_.unit), axis_.unit.toStdString(), {bar.value}});
    return Table(std::move(columns));
}

} // namespace orthant::ui
