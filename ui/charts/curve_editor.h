// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plane_view.h"

#include <optional>
#include <vector>

namespace orthant::ui {

/// A curve that is drawn with the mouse: points at equal steps over [-reach, reach], under the other curves of the plot.
/// Drag to draw, Shift and drag for a straight line from where it began, Ctrl and drag to move the view.
class CurveEditor final : public PlaneView {
    Q_OBJECT
  public:
    explicit CurveEditor(QWidget* parent = nullptr);

    /// Points of the curve; fewer than two: nothing can be drawn.
    void setCurve(std::vector<double> points, double reach);
    const std::vector<double>& curve() const { return points_; }
    double reach() const { return reach_; }
    void setName(const QString& name); ///< of the curve, in the legend
    /// Whether the mouse draws; else it is a plot as any other.
    void setDrawing(bool on);

    Table toTable() const override;

  Q_SIGNALS:
    void curveDrawn(); ///< by the user, with every step of a drag

  protected:
    AxisScale fittingX() const override;
    AxisScale fittingY() const override;
    bool hasData() const override { return points_.size() > 1 || PlaneView::hasData(); }
    PlotTexts texts(const PlotColors& colors, const QSizeF& size) const override;
    void paintAbove(QPainter& painter, const PlotSpace& space) const override;
    bool pointerEvent(QEvent* event) override;

  private:
    double at(std::size_t index) const;
    void drawTo(const QPointF& value);

    std::vector<double> points_, before_; ///< before_: when the drag began
    double reach_ = 2;
    QString name_;
    bool drawing_ = true;
    std::optional<QPointF> last_, first_; ///< of the drag, in values
    AxisScale held_;                      ///< of the values, while it lasts
    bool straight_ = false;
};

} // namespace orthant::ui
