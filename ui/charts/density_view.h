// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "ui/charts/plane_view.h"

#include <QImage>

namespace orthant::ui {

/// How many points fell where: a map of counts on a logarithmic colour scale, with the line of regression and other curves
/// over it. Where x and y have different signs the map is grey, if the map asks for it: the points whose sign is flipped.
/// Cells without a point show the background. Its axes are linear.
class DensityView final : public PlaneView {
    Q_OBJECT
  public:
    explicit DensityView(QWidget* parent = nullptr);

    /// Meant for 30 times a second, whatever the number of points.
    /// @cost  one pass over the cells, and one image of as many pixels when it is drawn
    void setMap(DensityMap map);
    /// Curves over the map; the line of regression is the map's own.
    void setSeries(std::vector<PlotSeries> series);

    const DensityMap& map() const { return map_; }
    std::uint64_t pointCount() const { return total_; } ///< in the cells
    /// The share of the points with x y < 0; a cell on an axis counts by the part of its area.
    double flippedShare() const;

    /// The cells that hold points, then the curves, slope and intercept.
    Table toTable() const override;

  protected:
    AxisScale fittingX() const override;
    AxisScale fittingY() const override;
    bool hasData() const override { return total_ > 0 || PlaneView::hasData(); }
    bool hasPicture() const override { return total_ > 0; }
    PlotTexts texts(const PlotColors& colors, const QSizeF& size) const override;
    void paintBehind(QPainter& painter, const PlotSpace& space) const override;
    void paintAbove(QPainter& painter, const PlotSpace& space) const override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    void paintOverlay(QPainter& painter, const QPointF& pointer) const override;

  private:
    void showCurves();
    bool hasGrid() const { return map_.columns > 0 && map_.rows > 0 && map_.counts.size() == map_.columns * map_.rows; }
    std::optional<std::size_t> cellAt(const QPointF& value) const;
    AxisScale countScale() const;
    QImage image(const PlotColors& colors) const;

    DensityMap map_;
    std::vector<PlotSeries> curves_; ///< without the line of regression
    std::uint64_t total_ = 0, most_ = 0;
    double flipped_ = 0; ///< number of points
};

} // namespace orthant::ui
