// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_scale.h"

#include <QPixmap>
#include <QRectF>
#include <QWidget>

#include <functional>
#include <optional>

namespace orthant::ui {

/// The visible part of a plot and how pointer and keys move it. Shared by all plots with two axes.
class PlotWindow {
  public:
    AxisScale x, y;
    bool follows = true; ///< the view fits the data until the user moves it

    /// Handles wheel, drag, double click. @return whether the view moved
    bool pointerEvent(QEvent* event, const QRectF& plot);
    /// Handles + - 0 and arrows. @return whether the key is one of them
    bool keyPressed(int key);

  private:
    std::optional<QPointF> dragFrom_;
};

/// The surface of a plot: keeps the drawing as an image, so that moving the pointer only repaints the read-out.
class PlotCanvas final : public QWidget {
  public:
    explicit PlotCanvas(QWidget* parent);

    std::function<void(QPainter&)> drawPlot;
    std::function<void(QPainter&, const QPointF&)> drawOverlay; ///< with the pointer's position

    std::function<bool()> showsFocus;

    void contentChanged();
    void setPointer(std::optional<QPointF> pointer);
    std::optional<QPointF> pointer() const { return pointer_; }

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    QPixmap image_;
    bool stale_ = true;
    std::optional<QPointF> pointer_;
};

} // namespace orthant::ui
