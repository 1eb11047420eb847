// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_event.h"
#include "ui/charts/plane_view.h"

#include <QImage>
#include <QStringList>

#include <cstdint>

namespace orthant::ui {

struct LabelledPoints {
    std::vector<double> x, y;
    std::vector<std::uint8_t> classes;
};

/// Class regions of a two-dimensional problem with its data points, painted by ourselves: 30 Hz with a 200 x 200 grid and
/// 10,000 points. Its axes are linear.
class BoundaryView final : public PlaneView {
    Q_OBJECT
  public:
    explicit BoundaryView(QWidget* parent = nullptr);

    void setClassNames(const QStringList& names);
    /// The decision over the plane; the margin is the strength of the colour.
    void setBoundary(BoundaryReading boundary);
    void setPoints(LabelledPoints points);

    Table toTable() const override;

  protected:
    AxisScale fittingX() const override;
    AxisScale fittingY() const override;
    bool hasData() const override;
    PlotTexts texts(const PlotColors& colors, const QSizeF& size) const override;
    void paintBehind(QPainter& painter, const PlotSpace& space) const override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    void paintOverlay(QPainter& painter, const QPointF& pointer) const override;

  private:
    bool hasGrid() const;
    QString className(int index) const;
    int classCount() const;
    QImage regions(const PlotColors& colors) const;
    void paintPoints(QPainter& painter, const PlotSpace& space) const;

    QStringList names_;
    BoundaryReading boundary_;
    LabelledPoints points_;
};

} // namespace orthant::ui
