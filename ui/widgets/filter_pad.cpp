// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_pad.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

FilterPad::FilterPad(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(120, 120);
    setAccessibleName(tr("Filter"));
    setToolTip(tr("Left button: +1, right button: -1, again: 0. Arrows and Space do the same."));
}

void FilterPad::setFilter(int side, int channels, const std::vector<double>& values) {
    side_ = side;
    channels_ = channels;
    const auto count = static_cast<std::size_t>(side * side * channels);
    values_ = values.size() == count ? values : std::vector<double>(count, 0.0);
    cursor_ = std::min(cursor_, side * side - 1);
    update();
}

void FilterPad::setChannel(int channel) {
    channel_ = channel;
    update();
}

QRectF FilterPad::cellRect(int row, int column) const {
    const double size = std::min(width(), height()) - 4.0, cell = size / side_;
    return {(width() - size) / 2 + column * cell, (height() - size) / 2 + row * cell, cell, cell};
}

double FilterPad::cellValue(int cell) const {
    return values_[static_cast<std::size_t>(cell * channels_ + std::max(0, std::min(channel_, channels_ - 1)))];
}

void FilterPad::setCell(int cell, double value) {
    for (int c = 0; c < channels_; ++c)
        if (channel_ < 0 || channel_ >= channels_ || c == channel_) values_[static_cast<std::size_t>(cell * channels_ + c)] = value;
    cursor_ = cell;
    update();
    Q_EMIT painted();
}

int FilterPad::cellAt(const QPointF& position) const {
    for (int cell = 0; cell < side_ * side_; ++cell)
        if (cellRect(cell / side_, cell % side_).contains(position)) return cell;
    return -1;
}

void FilterPad::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor back = palette().color(QPalette::Base);
    for (int cell = 0; cell < side_ * side_; ++cell) {
        const QRectF rect = cellRect(cell / side_, cell % side_).adjusted(1, 1, -1, -1);
        // Blue and orange, as in the maps of signed values; three channels as they mix on a screen around grey.
        QColor color;
        const auto value = [&](int channel) { return values_[static_cast<std::size_t>(cell * channels_ + channel)]; };
        if (channels_ == 3) {
            const auto part = [&](int channel) { return static_cast<int>(std::clamp(127.5 + 110 * value(channel), 0.0, 255.0)); };
            color = QColor(part(0), part(1), part(2));
        } else {
            const double strength = std::min(1.0, std::abs(value(0)));
            const QColor end = value(0) > 0 ? QColor(0, 114, 178) : QColor(213, 94, 0);
            const auto mix = [strength](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * strength)); };
            color = QColor(mix(back.red(), end.red()), mix(back.green(), end.green()), mix(back.blue(), end.blue()));
        }
        painter.fillRect(rect, color);
        const bool here = hasFocus() && cell == cursor_;
        painter.setPen(QPen(palette().color(here ? QPalette::Highlight : QPalette::Mid), here ? 2 : 1));
        painter.drawRect(rect);
        if (rect.width() < 26) continue;
        painter.setPen(color.lightness() > 130 ? Qt::black : Qt::white);
        const double shown = cellValue(cell);
        painter.drawText(rect, Qt::AlignCenter, shown == 0 ? QStringLiteral("0") : QString::number(shown, 'g', 2));
    }
}

void FilterPad::mousePressEvent(QMouseEvent* event) {
    const int cell = cellAt(event->position());
    if (cell < 0) return;
    brush_ = event->button() == Qt::RightButton ? -1 : 1;
    if (cellValue(cell) == brush_) brush_ = 0;
    setCell(cell, brush_);
}

void FilterPad::mouseMoveEvent(QMouseEvent* event) {
    const int cell = cellAt(event->position());
    if (cell >= 0 && event->buttons() != Qt::NoButton && cellValue(cell) != brush_) setCell(cell, brush_);
}

void FilterPad::keyPressEvent(QKeyEvent* event) {
    const int row = cursor_ / side_, column = cursor_ % side_;
    const auto go = [&](int r, int c) {
        cursor_ = std::clamp(r, 0, side_ - 1) * side_ + std::clamp(c, 0, side_ - 1);
        update();
    };
    switch (event->key()) {
    case Qt::Key_Left: return go(row, column - 1);
    case Qt::Key_Right: return go(row, column + 1);
    case Qt::Key_Up: return go(row - 1, column);
    case Qt::Key_Down: return go(row + 1, column);
    case Qt::Key_Space: return setCell(cursor_, cellValue(cursor_) > 0 ? -1 : cellValue(cursor_) < 0 ? 0 : 1);
    default: QWidget::keyPressEvent(event);
    }
}

} // namespace orthant::ui
