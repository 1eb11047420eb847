// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_scale.h"
#include "ui/charts/plot_frame.h"
#include "ui/charts/plot_types.h"

namespace orthant::ui {

/// One thing and its quantity.
struct Bar {
    QString name;
    double value = 0;
    QString text;       ///< written at its end
    QString note = {};  ///< for the read-out: how the number comes about; several lines
    int color = 0;      ///< palette index
    bool strong = false; ///< the name in bold: what the others are compared with
};

/// A quantity of several things as lying bars, each with its name and its number. On a logarithmic axis they start at the
/// power of ten below the smallest.
class BarView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit BarView(QWidget* parent = nullptr);

    void setAxis(const PlotAxis& axis);
    void setBars(std::vector<Bar> bars);
    const std::vector<Bar>& bars() const { return bars_; }
    /// A bar with its name, in this widget.
    QRectF rowArea(std::size_t index) const;

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    Table toTable() const override;

  protected:
    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;

  private:
    struct Grid {
        PlotLayout layout; ///< `plot` is where the bars are
        double row = 0;    ///< height
        double names = 0;  ///< left end of the names
        AxisScale scale;
    };
    Grid gridOf(const QSizeF& size, const QSizeF& tools) const;
    const Grid& grid() const;
    void paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const;
    AxisScale scale() const;

    PlotAxis axis_;
    std::vector<Bar> bars_;
    mutable Grid grid_; ///< of the surface
};

} // namespace orthant::ui
