// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/level_editor.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant::ui {

namespace {

constexpr double gripReach = 9, lineReach = 4, leastForLegend = 360;

QColor faded(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

LevelEditor::LevelEditor(QWidget* parent) : PlaneView(parent) { setAxes({QStringLiteral("x")}, {QStringLiteral("q(x)")}); }

void LevelEditor::setQuantizer(const std::vector<double>& thresholds, const std::vector<double>& levels) {
    Staircase next = stairs_;
    if (!next.set(thresholds, levels) || next == stairs_) return;
    if (next.levels().size() != stairs_.levels().size()) {
        selected_.reset();
        dragging_ = false;
    }
    stairs_ = std::move(next);
    changed();
}

void LevelEditor::setSymmetric(bool on) {
    if (on == symmetric()) return;
    const Staircase before = stairs_;
    stairs_.setSymmetric(on);
    changed();
    if (stairs_.levels() != before.levels() || stairs_.thresholds() != before.thresholds()) Q_EMIT quantizerEdited(thresholds(), levels());
}

void LevelEditor::setDensity(std::function<double(double)> density, double low, double high) {
    density_ = std::move(density);
    if (low < high && std::isfinite(high - low)) {
        low_ = low;
        high_ = high;
    }
    changed();
}

void LevelEditor::edited() {
    changed();
    Q_EMIT quantizerEdited(thresholds(), levels());
}

double LevelEditor::gap() const { return 0.004 * (high_ - low_); }

AxisScale LevelEditor::fittingX() const {
    if (dragging_) return heldX_;
    double low = low_, high = high_;
    const double pad = 0.06 * (high - low);
    low = std::min(low, thresholds().front() - pad);
    high = std::max(high, thresholds().back() + pad);
    return {xAxis().minimum.value_or(low), xAxis().maximum.value_or(high), false};
}

AxisScale LevelEditor::fittingY() const {
    if (dragging_) return heldY_;
    const double low = levels().front(), high = levels().back(), pad = 0.2 * std::max(high - low, 0.1 * (high_ - low_));
    return {yAxis().minimum.value_or(low - pad), yAxis().maximum.value_or(high + pad), false};
}

PlotTexts LevelEditor::texts(const PlotColors& colors, const QSizeF& size) const {
    PlotTexts t = PlaneView::texts(colors, size);
    if (size.width() < leastForLegend) return t;
    const auto entry = [&](const QString& name, const QColor& color, PlotSeries::Style style) {
        t.legend.push_back({name, {color, Marker::None, style, false, 0}, false, LegendEntry::noSeries});
    };
    entry(tr("q(x)"), colors.series(0), PlotSeries::Style::Line);
    entry(tr("no quantizer: x"), colors.muted, PlotSeries::Style::Theory);
    if (density_) entry(tr("density of x"), colors.muted, PlotSeries::Style::Steps);
    return t;
}

void LevelEditor::paintDensity(QPainter& painter, const PlotSpace& space) const {
    constexpr int pieces = 320;
    const QRectF& plot = space.layout.plot;
    std::vector<double> values;
    double greatest = 0;
    for (int i = 0; i <= pieces; ++i) {
        const double p = density_(space.x.fromUnit(static_cast<double>(i) / pieces));
        values.push_back(std::isfinite(p) ? std::max(p, 0.0) : 0);
        greatest = std::max(greatest, values.back());
    }
    if (!(greatest > 0)) return;
    QPolygonF outline{plot.bottomLeft()};
    for (int i = 0; i <= pieces; ++i) {
        const double height = 0.5 * plot.height() * values[static_cast<std::size_t>(i)] / greatest;
        outline.append({plot.left() + plot.width() * i / pieces, plot.bottom() - height});
    }
    outline.append(plot.bottomRight());
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(space.colors.muted, space.colors.dark ? 0.2 : 0.16));
    painter.drawPolygon(outline);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(faded(space.colors.muted, 0.5), 1));
    painter.drawPolyline(outline.mid(1, outline.size() - 2));
}

void LevelEditor::paintBehind(QPainter& painter, const PlotSpace& space) const {
    PlaneView::paintBehind(painter, space);
    painter.setRenderHint(QPainter::Antialiasing);
    if (density_) paintDensity(painter, space);
    const QRectF& plot = space.layout.plot;
    const auto within = [](double v) { return std::clamp(v, -1e5, 1e5); };
    const auto pixelX = [&](double v) { return within(space.toPixel(v, 0).x()); };
    const auto pixelY = [&](double v) { return within(space.toPixel(0, v).y()); };

    QPen identity(space.colors.muted, 1.2);
    identity.setDashPattern(dashPattern(0));
    painter.setPen(identity);
    // From edge to edge: x where the line enters and leaves.
    const double low = std::max(space.x.low(), space.y.low()), high = std::min(space.x.high(), space.y.high());
    if (low < high) painter.drawLine(space.toPixel(low, low), space.toPixel(high, high));

    painter.setPen(QPen(faded(space.colors.muted, 0.7), 1));
    for (const double t : thresholds()) painter.drawLine(QPointF(pixelX(t), plot.top()), QPointF(pixelX(t), plot.bottom()));

    QPolygonF stairs;
    for (std::size_t k = 0; k < levels().size(); ++k) {
        const double y = pixelY(levels()[k]);
        stairs.append({k > 0 ? pixelX(thresholds()[k - 1]) : plot.left() - 4, y});
        stairs.append({k < thresholds().size() ? pixelX(thresholds()[k]) : plot.right() + 4, y});
    }
    painter.setPen(QPen(faded(space.colors.series(0), 0.55), 1.2));
    painter.drawPolyline(stairs);
    painter.setPen(QPen(space.colors.series(0), 2.6, Qt::SolidLine, Qt::FlatCap));
    for (qsizetype i = 0; i + 1 < stairs.size(); i += 2) painter.drawLine(stairs[i], stairs[i + 1]);
}

QPointF LevelEditor::place(const Handle& handle, const PlotSpace& space) const {
    const QRectF& plot = space.layout.plot;
    if (!handle.level) return {space.toPixel(thresholds()[handle.index], 0).x(), plot.bottom() - 7};
    const std::size_t k = handle.index;
    // The middle of what is seen of its interval.
    const double left = k > 0 ? thresholds()[k - 1] : space.x.low(), right = k < thresholds().size() ? thresholds()[k] : space.x.high();
    const double middle = (std::clamp(left, space.x.low(), space.x.high()) + std::clamp(right, space.x.low(), space.x.high())) / 2;
    return space.toPixel(middle, levels()[k]);
}

QPointF LevelEditor::thresholdHandle(std::size_t index) const { return place({false, index}, space()) + surface()->pos(); }
QPointF LevelEditor::levelHandle(std::size_t index) const { return place({true, index}, space()) + surface()->pos(); }

QString LevelEditor::describe(const Handle& handle) const {
    const double value = handle.level ? levels()[handle.index] : thresholds()[handle.index];
    const PlotAxis& axis = handle.level ? yAxis() : xAxis();
    const QString number = numberText(value, 4);
    const QString text = axis.unit.isEmpty() ? number : number + QChar(0x202f) + axis.unit;
    return (handle.level ? tr("level %1: %2") : tr("threshold %1: %2")).arg(handle.index + 1).arg(text);
}

void LevelEditor::paintAbove(QPainter& painter, const PlotSpace& space) const {
    const QRectF plot = space.layout.plot.adjusted(-1, -1, 1, 1);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto grip = [&](const Handle& handle) {
        const QPointF at = place(handle, space);
        if (!plot.contains(at)) return;
        const bool chosen = selected_ == handle;
        const QColor color = chosen ? space.colors.series(1) : handle.level ? space.colors.series(0) : space.colors.muted;
        painter.setPen(QPen(space.colors.background, 1.5));
        painter.setBrush(color);
        if (handle.level) painter.drawEllipse(at, chosen ? 6.5 : 5, chosen ? 6.5 : 5);
        else painter.drawRoundedRect(QRectF(at.x() - 4.5, at.y() - 7, 9, 14), 3, 3);
    };
    for (std::size_t k = 0; k < thresholds().size(); ++k) grip({false, k});
    for (std::size_t k = 0; k < levels().size(); ++k) grip({true, k});
    painter.setBrush(Qt::NoBrush);
    if (!selected_ || !plot.contains(place(*selected_, space))) return;

    grip(*selected_); // over its neighbours
    const QString text = describe(*selected_);
    const QFontMetricsF metrics(space.layout.smallFont);
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 5);
    const QPointF at = place(*selected_, space);
    box.moveCenter({at.x(), at.y() - 22});
    if (selected_->level) box.moveRight(at.x() - 8); // the staircase rises to the right
    if (box.top() < plot.top() + 2) box.moveTop(at.y() + 12);
    box.moveLeft(std::clamp(box.left(), plot.left() + 2, std::max(plot.left() + 2, plot.right() - box.width() - 2)));
    painter.setPen(QPen(space.colors.axis, 1));
    painter.setBrush(faded(space.colors.background, 0.93));
    painter.drawRoundedRect(box, 4, 4);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(space.colors.text);
    painter.setFont(space.layout.smallFont);
    painter.drawText(box, Qt::AlignCenter, text);
}

std::optional<LevelEditor::Handle> LevelEditor::handleAt(const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (!s.layout.plot.adjusted(-6, -6, 6, 6).contains(pointer)) return std::nullopt;
    std::optional<Handle> found;
    double least = gripReach;
    const auto look = [&](const Handle& handle) {
        const QPointF away = place(handle, s) - pointer;
        if (const double d = std::hypot(away.x(), away.y()); d < least) least = d, found = handle;
    };
    // What is selected comes first where grips lie on each other.
    if (selected_) look(*selected_);
    for (std::size_t k = 0; k < levels().size(); ++k) look({true, k});
    for (std::size_t k = 0; k < thresholds().size(); ++k) look({false, k});
    if (found) return found;
    least = lineReach;
    for (std::size_t k = 0; k < thresholds().size(); ++k) {
        if (const double d = std::abs(s.toPixel(thresholds()[k], 0).x() - pointer.x()); d < least) least = d, found = Handle{false, k};
    }
    const std::size_t k = stairs_.intervalOf(s.toValue(pointer).x());
    if (const double d = std::abs(s.toPixel(0, levels()[k]).y() - pointer.y()); d < least) found = Handle{true, k};
    return found;
}

std::vector<ReadoutLine> LevelEditor::readout(const QPointF& pointer) const {
    const PlotSpace& s = space();
    if (!s.layout.plot.contains(pointer)) return {};
    if (const auto handle = handleAt(pointer)) return {{describe(*handle), {}, false}, {tr("Drag it; Delete removes it."), {}, true}};
    const double x = s.toValue(pointer).x(), q = levels()[stairs_.intervalOf(x)];
    std::vector<ReadoutLine> lines{{QStringLiteral("q(%1) = %2").arg(numberText(x, 3), numberText(q, 4)), {}, false},
                                   {tr("error %1").arg(numberText(q - x, 3)), {}, true}};
    if (density_) lines.push_back({tr("density %1").arg(numberText(density_(x), 3)), {}, true});
    if (levels().size() < Staircase::most) lines.push_back({tr("Double-click adds a threshold here."), {}, true});
    return lines;
}

void LevelEditor::paintOverlay(QPainter& painter, const QPointF& pointer) const { PlotFrame::paintOverlay(painter, pointer); }

void LevelEditor::move(const Handle& handle, const QPointF& value) {
    const Staircase before = stairs_;
    if (handle.level) stairs_.moveLevel(handle.index, value.y(), gap());
    else stairs_.moveThreshold(handle.index, value.x(), gap());
    if (stairs_ != before) edited();
}

void LevelEditor::add(double x) {
    const PlotSpace& s = space();
    if (!stairs_.add(x, gap(), std::min(low_, s.x.low()), std::max(high_, s.x.high()))) return;
    const auto& t = thresholds();
    const auto nearest = std::min_element(t.begin(), t.end(), [x](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
    selected_ = Handle{false, static_cast<std::size_t>(nearest - t.begin())};
    edited();
}

void LevelEditor::removeSelected() {
    if (!selected_) return;
    const Handle handle = *selected_;
    if (!(handle.level ? stairs_.removeLevel(handle.index) : stairs_.removeThreshold(handle.index))) return;
    selected_.reset();
    dragging_ = false;
    edited();
}

void LevelEditor::selectNext(bool backwards) {
    // From left to right: level, threshold, level, ...
    const std::size_t count = levels().size() + thresholds().size();
    std::size_t order = backwards ? count - 1 : 0;
    if (selected_) {
        const std::size_t now = 2 * selected_->index + (selected_->level ? 0 : 1);
        order = (now + (backwards ? count - 1 : 1)) % count;
    }
    selected_ = Handle{order % 2 == 0, order / 2};
    changed();
}

bool LevelEditor::pointerEvent(QEvent* event) {
    if (event->type() == QEvent::Wheel) return PlaneView::pointerEvent(event);
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const PlotSpace& s = space();
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        if (mouse->button() != Qt::LeftButton) break;
        const auto handle = handleAt(mouse->position());
        if (handle != selected_) {
            selected_ = handle;
            changed();
        }
        if (!handle) break;
        heldX_ = s.x;
        heldY_ = s.y;
        const QPointF value = s.toValue(mouse->position());
        grab_ = handle->level ? QPointF(0, levels()[handle->index] - value.y()) : QPointF(thresholds()[handle->index] - value.x(), 0);
        dragging_ = true;
        return true;
    }
    case QEvent::MouseMove:
        if (dragging_ && selected_ && (mouse->buttons() & Qt::LeftButton)) {
            const QPointF value = s.toValue(mouse->position()) + grab_;
            move(*selected_, {std::clamp(value.x(), s.x.low(), s.x.high()), std::clamp(value.y(), s.y.low(), s.y.high())});
            return true;
        }
        break;
    case QEvent::MouseButtonRelease:
        if (dragging_) {
            dragging_ = false;
            changed(); // the axes fit again
        }
        break;
    case QEvent::MouseButtonDblClick:
        dragging_ = false;
        if (mouse->button() == Qt::LeftButton && s.layout.plot.contains(mouse->position()) && !handleAt(mouse->position())) add(s.toValue(mouse->position()).x());
        return true;
    default: break;
    }
    const bool used = PlaneView::pointerEvent(event);
    if (event->type() == QEvent::MouseMove && mouse->buttons() == Qt::NoButton) {
        if (const auto handle = handleAt(mouse->position())) surface()->setCursor(handle->level ? Qt::SizeVerCursor : Qt::SizeHorCursor);
    }
    return used;
}

bool LevelEditor::moveByKey(const QKeyEvent& event) {
    const PlotSpace& s = space();
    const bool level = selected_->level;
    const int key = event.key();
    const bool up = key == Qt::Key_Up || key == Qt::Key_Right;
    const bool along = level ? key == Qt::Key_Up || key == Qt::Key_Down : key == Qt::Key_Left || key == Qt::Key_Right;
    if (!along) return false;
    const AxisScale& axis = level ? s.y : s.x;
    const double step = (axis.high() - axis.low()) * (event.modifiers() & Qt::ShiftModifier ? 0.001 : 0.01) * (up ? 1 : -1);
    if (level) move(*selected_, {0, levels()[selected_->index] + step});
    else move(*selected_, {thresholds()[selected_->index] + step, 0});
    return true;
}

bool LevelEditor::keyPressed(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Space: selectNext(event->modifiers() & Qt::ShiftModifier); return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace: removeSelected(); return true;
    case Qt::Key_Insert:
        if (selected_ && selected_->level) add(space().toValue(place(*selected_, space())).x());
        return true;
    case Qt::Key_Escape:
        if (!selected_) return false;
        selected_.reset();
        changed();
        return true;
    default: break;
    }
    return (selected_ && moveByKey(*event)) || PlaneView::keyPressed(event);
}

Table LevelEditor::toTable() const {
    std::vector<double> upper = thresholds();
    upper.push_back(std::numeric_limits<double>::quiet_NaN());
    return Table({{"level", yAxis().unit.toStdString(), levels()}, {"threshold_above", xAxis().unit.toStdString(), std::move(upper)}});
}

} // namespace orthant::ui
