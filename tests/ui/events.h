// SPDX-License-Identifier: GPL-3.0-or-later
/// Pointer and keys for tests of widgets, sent straight to one widget.
#pragma once

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <QWidget>

namespace orthant::ui::test {

inline void mouse(QWidget* widget, QEvent::Type type, const QPointF& at, Qt::MouseButton button, Qt::MouseButtons held) {
    QMouseEvent event(type, at, widget->mapToGlobal(at), button, held, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

inline void press(QWidget* widget, const QPointF& at) {
    mouse(widget, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
}

inline void drag(QWidget* widget, const QPointF& to) { mouse(widget, QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton); }

inline void release(QWidget* widget, const QPointF& at) {
    mouse(widget, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton);
}

inline void hover(QWidget* widget, const QPointF& at) { mouse(widget, QEvent::MouseMove, at, Qt::NoButton, Qt::NoButton); }

inline void click(QWidget* widget, const QPointF& at) {
    press(widget, at);
    release(widget, at);
}

inline void doubleClick(QWidget* widget, const QPointF& at) {
    click(widget, at);
    mouse(widget, QEvent::MouseButtonDblClick, at, Qt::LeftButton, Qt::LeftButton);
    release(widget, at);
}

inline void wheel(QWidget* widget, const QPointF& at, int turns) {
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * turns}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

inline void key(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QKeyEvent press(QEvent::KeyPress, key, modifiers), release(QEvent::KeyRelease, key, modifiers);
    QApplication::sendEvent(widget, &press);
    QApplication::sendEvent(widget, &release);
}

/// The widget that a plot is painted on, also before the plot was shown.
inline QWidget* surfaceOf(const QWidget& plot) {
    for (QObject* child : plot.children()) {
        auto* widget = qobject_cast<QWidget*>(child);
        if (widget && !widget->isWindow() && widget->hasMouseTracking()) return widget;
    }
    return nullptr;
}

} // namespace orthant::ui::test
