// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plane_view.h"

namespace orthant::ui {

/// A curve with a band around it: a mean and its spread.
struct BandSeries {
    QString name;
    std::vector<double> x, mean, spread; ///< NaN or 0 in `spread`: no band there
    int color = 0;                       ///< palette index
    QString note = {};
};

/// Means as lines, each in a pale band of its own colour. A hidden curve hides its band.
class BandView final : public PlaneView {
    Q_OBJECT
  public:
    explicit BandView(QWidget* parent = nullptr);

    void setBands(std::vector<BandSeries> bands);
    const std::vector<BandSeries>& bands() const { return bands_; }

    /// Columns for x, mean and spread of each curve.
    Table toTable() const override;

  protected:
    AxisScale fittingY() const override;
    void paintBehind(QPainter& painter, const PlotSpace& space) const override;

  private:
    std::vector<BandSeries> bands_;
};

} // namespace orthant::ui
