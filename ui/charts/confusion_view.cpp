// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confusion_view.h"

#include "ui/charts/color_maps.h"
#include "ui/charts/plot_content.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

namespace {

constexpr double gap = 5, rateRoom = 52, leastForRates = 260;

QString percentText(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? QString() : QStringLiteral("%1\u202f%").arg(100.0 * static_cast<double>(part) / static_cast<double>(whole), 0, 'f', 1);
}

} // namespace

ConfusionView::ConfusionView(QWidget* parent) : PlotFrame(parent) {}

void ConfusionView::setConfusion(Confusion confusion, QStringList classNames) {
    if (confusion.classes != confusion_.classes) choose(std::nullopt);
    confusion_ = std::move(confusion);
    names_ = std::move(classNames);
    mostWrong_ = 0;
    for (std::size_t t = 0; t < confusion_.classes; ++t)
        for (std::size_t p = 0; p < confusion_.classes; ++p)
            if (t != p) mostWrong_ = std::max(mostWrong_, confusion_.count(t, p));
    grid_ = {};
    changed();
}

void ConfusionView::choose(std::optional<Cell> cell) {
    if (cell == chosen_) return;
    chosen_ = cell;
    changed();
    Q_EMIT cellChosen();
}

QString ConfusionView::nameOf(std::size_t index) const {
    return static_cast<qsizetype>(index) < names_.size() ? names_[static_cast<qsizetype>(index)] : QString::number(index);
}

std::uint64_t ConfusionView::rowSum(std::size_t truth) const {
    std::uint64_t sum = 0;
    for (std::size_t p = 0; p < confusion_.classes; ++p) sum += confusion_.count(truth, p);
    return sum;
}

QRectF ConfusionView::Grid::area(const Cell& cell) const {
    return {cells.left() + side * static_cast<double>(cell.predicted), cells.top() + side * static_cast<double>(cell.truth), side, side};
}

ConfusionView::Grid ConfusionView::gridOf(const QSizeF& size, const QSizeF& tools) const {
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    Grid grid;
    grid.layout = layoutPicture(size, texts, tools);
    const auto count = static_cast<double>(confusion_.classes);
    if (confusion_.classes == 0) return grid;
    const QRectF& plot = grid.layout.plot;
    const QFontMetricsF metrics(grid.layout.smallFont);
    double widest = 0;
    for (std::size_t i = 0; i < confusion_.classes; ++i) widest = std::max(widest, metrics.horizontalAdvance(nameOf(i)));
    const double line = metrics.height() + gap;
    const double left = line + std::min(widest, plot.width() / 4) + gap;
    grid.rates = plot.width() >= leastForRates;
    const double width = plot.width() - left - (grid.rates ? rateRoom : 0);
    const auto sideFor = [&](double head) { return std::max(1.0, std::min(width, plot.height() - line - head) / count); };
    double head = line;
    grid.side = sideFor(head);
    grid.upright = widest > grid.side - 2;
    if (grid.upright) {
        head = std::min(widest, plot.height() / 4) + gap;
        grid.side = sideFor(head);
    }
    const double across = grid.side * count;
    grid.cells = {plot.left() + left + std::max(0.0, (width - across) / 2), plot.top() + line + head, across, across};
    return grid;
}

const ConfusionView::Grid& ConfusionView::grid() const {
    if (grid_.layout.size != QSizeF(size())) grid_ = gridOf(size(), toolsSize());
    return grid_;
}

const PlotLayout& ConfusionView::layout() const { return grid().layout; }

QRectF ConfusionView::cellArea(const Cell& cell) const { return grid().area(cell).translated(surface()->pos()); }

QColor ConfusionView::colorOf(const Cell& cell, const PlotColors& colors) const {
    const std::uint64_t count = confusion_.count(cell.truth, cell.predicted), row = rowSum(cell.truth);
    if (count == 0) return colors.background;
    if (cell.truth == cell.predicted) return divergingColor(-0.75 * static_cast<double>(count) / static_cast<double>(row), colors);
    // The eye should find a single mistake: the root lifts small counts.
    return divergingColor(0.12 + 0.6 * std::sqrt(static_cast<double>(count) / static_cast<double>(mostWrong_)), colors);
}

void ConfusionView::paintNames(QPainter& painter, const Grid& grid, const PlotColors& colors) const {
    const QRectF &cells = grid.cells, &plot = grid.layout.plot;
    const QFontMetricsF metrics(grid.layout.smallFont);
    const double line = metrics.height();
    painter.setPen(colors.muted);
    painter.setFont(grid.layout.smallFont);
    painter.drawText(QRectF(cells.left(), plot.top(), std::max(cells.width(), metrics.horizontalAdvance(tr("decided class")) + 2), line), Qt::AlignHCenter, tr("decided class"));
    painter.save();
    painter.translate(plot.left(), cells.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-cells.height() / 2, 0, cells.height(), line), Qt::AlignHCenter, tr("true class"));
    painter.restore();
    const double least = line - 2; // below it names would run into each other
    const auto step = static_cast<std::size_t>(std::ceil(std::max(1.0, least / grid.side)));
    for (std::size_t i = 0; i < confusion_.classes; i += step) {
        const QRectF cell = grid.area({i, i});
        painter.setPen(chosen_ && chosen_->truth == i ? colors.text : colors.muted);
        const QRectF beside(plot.left() + line + gap, cell.center().y() - line / 2, cells.left() - gap - plot.left() - line - gap, line);
        painter.drawText(beside, Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(nameOf(i), Qt::ElideRight, beside.width()));
        if (grid.rates) {
            const std::uint64_t sum = rowSum(i);
            painter.drawText(QRectF(cells.right() + gap, cell.center().y() - line / 2, rateRoom - gap, line), Qt::AlignLeft | Qt::AlignVCenter,
                             percentText(sum - confusion_.count(i, i), sum));
        }
        painter.setPen(chosen_ && chosen_->predicted == i ? colors.text : colors.muted);
        const double room = cells.top() - gap / 2 - plot.top() - line;
        if (!grid.upright) {
            painter.drawText(QRectF(cell.left(), cells.top() - gap / 2 - line, grid.side, line), Qt::AlignCenter, nameOf(i));
            continue;
        }
        painter.save();
        painter.translate(cell.center().x(), cells.top() - gap / 2);
        painter.rotate(-90);
        painter.drawText(QRectF(0, -line / 2, room, line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(nameOf(i), Qt::ElideRight, room));
        painter.restore();
    }
    if (grid.rates) {
        painter.setPen(colors.muted);
        painter.drawText(QRectF(cells.right() + gap, cells.top() - gap / 2 - line, rateRoom, line), Qt::AlignLeft, tr("wrong"));
    }
}

void ConfusionView::paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const {
    painter.fillRect(QRectF(QPointF(0, 0), grid.layout.size), colors.background);
    PlotTexts texts;
    texts.title = title();
    texts.caption = caption();
    if (confusion_.classes == 0) {
        paintEmpty(painter, grid.layout.plot, grid.layout.font, emptyText(), colors);
        paintHeadings(painter, grid.layout, texts, colors);
        return;
    }
    const QFontMetricsF metrics(grid.layout.smallFont);
    painter.setFont(grid.layout.smallFont);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t t = 0; t < confusion_.classes; ++t)
        for (std::size_t p = 0; p < confusion_.classes; ++p) {
            const QRectF area = grid.area({t, p});
            const QColor fill = colorOf({t, p}, colors);
            painter.fillRect(area, fill);
            const std::uint64_t count = confusion_.count(t, p);
            const QString text = QString::number(count);
            if (count == 0 || metrics.horizontalAdvance(text) > grid.side - 2 || metrics.height() > grid.side) continue;
            painter.setPen(contrast(fill, colors.text) >= contrast(fill, colors.background) ? colors.text : colors.background);
            painter.drawText(area, Qt::AlignCenter, text);
        }
    if (grid.side >= 6) {
        painter.setPen(QPen(colors.grid, 1));
        for (std::size_t i = 0; i <= confusion_.classes; ++i) {
            const double away = grid.side * static_cast<double>(i);
            painter.drawLine(grid.cells.topLeft() + QPointF(away, 0), grid.cells.bottomLeft() + QPointF(away, 0));
            painter.drawLine(grid.cells.topLeft() + QPointF(0, away), grid.cells.topRight() + QPointF(0, away));
        }
    }
    paintNames(painter, grid, colors);
    if (chosen_) {
        painter.setPen(QPen(colors.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(grid.area(*chosen_));
    }
    paintHeadings(painter, grid.layout, texts, colors);
}

void ConfusionView::paintSurface(QPainter& painter) {
    grid_ = gridOf(size(), toolsSize());
    paint(painter, grid_, colors());
}

void ConfusionView::paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const { paint(painter, gridOf(size, {}), colors); }

std::optional<ConfusionView::Cell> ConfusionView::cellAt(const QPointF& pointer) const {
    const Grid& g = grid();
    if (confusion_.classes == 0 || !g.cells.contains(pointer)) return std::nullopt;
    const auto at = [&](double away) { return std::min(static_cast<std::size_t>(away / g.side), confusion_.classes - 1); };
    return Cell{at(pointer.y() - g.cells.top()), at(pointer.x() - g.cells.left())};
}

std::vector<ReadoutLine> ConfusionView::readout(const QPointF& pointer) const {
    const auto cell = cellAt(pointer);
    if (!cell) return {};
    const std::uint64_t count = confusion_.count(cell->truth, cell->predicted), row = rowSum(cell->truth);
    return {{cell->truth == cell->predicted ? tr("%1, decided rightly").arg(nameOf(cell->truth)) : tr("is %1, taken for %2").arg(nameOf(cell->truth), nameOf(cell->predicted)), {}, true},
            {tr("%1 of %2 samples of this class, %3").arg(count).arg(row).arg(percentText(count, row)), {}, false}};
}

bool ConfusionView::pointerEvent(QEvent* event) {
    if (event->type() != QEvent::MouseMove && event->type() != QEvent::MouseButtonPress) return false;
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const auto cell = cellAt(mouse->position());
    surface()->setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (event->type() == QEvent::MouseMove || mouse->button() != Qt::LeftButton || !cell) return false;
    choose(cell == chosen_ ? std::nullopt : cell);
    return true;
}

bool ConfusionView::keyPressed(QKeyEvent* event) {
    if (confusion_.classes == 0) return false;
    if (event->key() == Qt::Key_Escape && chosen_) {
        choose(std::nullopt);
        return true;
    }
    int right = 0, down = 0;
    switch (event->key()) {
    case Qt::Key_Left: right = -1; break;
    case Qt::Key_Right: right = 1; break;
    case Qt::Key_Up: down = -1; break;
    case Qt::Key_Down: down = 1; break;
    default: return false;
    }
    const auto moved = [this](std::size_t at, int by) {
        return static_cast<std::size_t>(std::clamp(static_cast<int>(at) + by, 0, static_cast<int>(confusion_.classes) - 1));
    };
    choose(chosen_ ? Cell{moved(chosen_->truth, down), moved(chosen_->predicted, right)} : Cell{0, 0});
    return true;
}

Table ConfusionView::toTable() const {
    std::vector<Column> columns{{"true_class", {}, {}}};
    for (std::size_t p = 0; p < confusion_.classes; ++p) {
        Column column{"decided_" + columnName(nameOf(p), {}), {}, {}};
        for (std::size_t t = 0; t < confusion_.classes; ++t) column.values.push_back(static_cast<double>(confusion_.count(t, p)));
        columns.push_back(std::move(column));
    }
    for (std::size_t t = 0; t < confusion_.classes; ++t) columns[0].values.push_back(static_cast<double>(t));
    return Table(std::move(columns));
}

} // namespace orthant::ui
