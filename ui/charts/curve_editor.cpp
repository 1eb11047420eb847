// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_editor.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace orthant::ui {

CurveEditor::CurveEditor(QWidget* parent) : PlaneView(parent), name_(tr("drawn")) {}

void CurveEditor::setCurve(std::vector<double> points, double reach) {
    points_ = std::move(points);
    reach_ = reach;
    changed();
}

void CurveEditor::setName(const QString& name) {
    name_ = name;
    changed();
}

void CurveEditor::setDrawing(bool on) {
    drawing_ = on;
    surface()->setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
}

double CurveEditor::at(std::size_t index) const {
    return reach_ * (2 * static_cast<double>(index) / static_cast<double>(points_.size() - 1) - 1);
}

AxisScale CurveEditor::fittingX() const {
    if (points_.size() < 2) return PlaneView::fittingX();
    return {xAxis().minimum.value_or(-reach_), xAxis().maximum.value_or(reach_), false};
}

/// Never narrower than a little around [-1, 1], and the axis stands still while a curve is drawn: B follows it, and an axis that
/// followed B would carry the pointer away.
AxisScale CurveEditor::fittingY() const {
    if (points_.size() < 2) return PlaneView::fittingY();
    if (last_) return held_;
    double low = -1.5, high = 1.5;
    const auto take = [&](double y) {
        if (!std::isfinite(y)) return;
        low = std::min(low, 1.1 * y);
        high = std::max(high, 1.1 * y);
    };
    for (const PlotSeries& curve : series()) std::ranges::for_each(curve.y, take);
    std::ranges::for_each(points_, take);
    return {yAxis().minimum.value_or(low), yAxis().maximum.value_or(high), false};
}

PlotTexts CurveEditor::texts(const PlotColors& colors, const QSizeF& size) const {
    PlotTexts t = PlaneView::texts(colors, size);
    if (points_.size() > 1)
        t.legend.insert(t.legend.begin(), {name_, {colors.series(0), Marker::None, PlotSeries::Style::Line, false, 0}, false, LegendEntry::noSeries});
    return t;
}

void CurveEditor::paintAbove(QPainter& painter, const PlotSpace& space) const {
    if (points_.size() < 2) return;
    QPolygonF line;
    const auto within = [](double v) { return std::clamp(v, -1e5, 1e5); };
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const QPointF pixel = space.toPixel(at(i), points_[i]);
        line.append({within(pixel.x()), within(pixel.y())});
    }
    painter.save();
    painter.setClipRect(space.layout.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(space.colors.series(0), 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.restore();
}

void CurveEditor::drawTo(const QPointF& value) {
    if (straight_) points_ = before_;
    const QPointF from = straight_ ? *first_ : *last_;
    const double left = std::min(from.x(), value.x()), right = std::max(from.x(), value.x());
    const double step = 2 * reach_ / static_cast<double>(points_.size() - 1);
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const double x = at(i);
        if (x < left - step / 2 || x > right + step / 2) continue;
        const double share = right - left > 0 ? std::clamp((x - from.x()) / (value.x() - from.x()), 0.0, 1.0) : 1.0;
        points_[i] = from.y() + share * (value.y() - from.y());
    }
    last_ = value;
    changed();
    Q_EMIT curveDrawn();
}

bool CurveEditor::pointerEvent(QEvent* event) {
    const auto type = event->type();
    if (drawing_ && points_.size() > 1 && (type == QEvent::MouseButtonPress || type == QEvent::MouseMove || type == QEvent::MouseButtonRelease)) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool begins = type == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton && !(mouse->modifiers() & Qt::ControlModifier) &&
                            space().layout.plot.contains(mouse->position());
        if (begins) {
            held_ = fittingY();
            first_ = last_ = space().toValue(mouse->position());
            before_ = points_;
            straight_ = mouse->modifiers() & Qt::ShiftModifier;
            drawTo(*last_);
            return true;
        }
        if (last_ && type == QEvent::MouseMove) {
            drawTo(space().toValue(mouse->position()));
            return true;
        }
        if (last_ && type == QEvent::MouseButtonRelease) {
            last_.reset();
            changed();
            return true;
        }
    }
    return PlaneView::pointerEvent(event);
}

Table CurveEditor::toTable() const {
    if (points_.size() < 2) return content().toTable();
    Column x{"x", "", {}}, y{columnName(name_, {}), "", points_};
    for (std::size_t i = 0; i < points_.size(); ++i) x.values.push_back(at(i));
    return Table({x, y});
}

} // namespace orthant::ui
