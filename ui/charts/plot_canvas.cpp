// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace orthant::ui {

bool PlotWindow::pointerEvent(QEvent* event, const QRectF& plot) {
    const auto unit = [&plot](const QPointF& p) {
        return QPointF((p.x() - plot.left()) / plot.width(), (plot.bottom() - p.y()) / plot.height());
    };
    switch (event->type()) {
    case QEvent::Wheel: {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const QPointF at = unit(wheel->position());
        const double turns = wheel->angleDelta().y() / 120.0;
        if (turns == 0 || at.y() > 1) return false;
        const double factor = std::pow(0.85, turns);
        // Over the labels of an axis, only that axis is meant.
        if (at.x() >= 0) x = x.zoomed(std::min(at.x(), 1.0), factor);
        if (at.y() >= 0) y = y.zoomed(at.y(), factor);
        follows = false;
        return true;
    }
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton && plot.contains(mouse->position())) dragFrom_ = mouse->position();
        return false;
    }
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (!dragFrom_ || !(mouse->buttons() & Qt::LeftButton)) return false;
        const QPointF move = mouse->position() - *dragFrom_;
        if (follows && move.manhattanLength() < 4) return false; // a shaky click is no drag
        x = x.panned(-move.x() / plot.width());
        y = y.panned(move.y() / plot.height());
        dragFrom_ = mouse->position();
        follows = false;
        return true;
    }
    case QEvent::MouseButtonRelease: dragFrom_.reset(); return false;
    case QEvent::MouseButtonDblClick: {
        if (static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton) return false;
        dragFrom_.reset();
        follows = true;
        return true;
    }
    default: return false;
    }
}

bool PlotWindow::keyPressed(int key) {
    const auto zoom = [this](double factor) {
        x = x.zoomed(0.5, factor);
        y = y.zoomed(0.5, factor);
    };
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(0.8); break;
    case Qt::Key_Minus: zoom(1.25); break;
    case Qt::Key_Left: x = x.panned(-0.1); break;
    case Qt::Key_Right: x = x.panned(0.1); break;
    case Qt::Key_Up: y = y.panned(0.1); break;
    case Qt::Key_Down: y = y.panned(-0.1); break;
    case Qt::Key_0: follows = true; return true;
    default: return false;
    }
    follows = false;
    return true;
}

PlotCanvas::PlotCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(160, 120);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlotCanvas::contentChanged() {
    stale_ = true;
    update();
}

void PlotCanvas::setPointer(std::optional<QPointF> pointer) {
    if (!pointer && !pointer_) return;
    pointer_ = pointer;
    update();
}

void PlotCanvas::paintEvent(QPaintEvent*) {
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (stale_ || image_.size() != pixels) {
        if (image_.size() != pixels) image_ = QPixmap(pixels);
        image_.setDevicePixelRatio(ratio);
        QPainter painter(&image_);
        drawPlot(painter);
        stale_ = false;
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, image_);
    if (pointer_) drawOverlay(painter, *pointer_);
    if (showsFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
}

} // namespace orthant::ui
