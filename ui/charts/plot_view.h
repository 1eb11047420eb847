// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plane_view.h"

namespace orthant::ui {

/// The plot of the program: lines, steps, spikes and points over two axes, each linear or logarithmic.
class PlotView final : public PlaneView {
    Q_OBJECT
  public:
    explicit PlotView(QWidget* parent = nullptr);

    void setAxes(const PlotAxis& x, const PlotAxis& y);
    void setLogX(bool on);
    void setLogY(bool on);
    /// How many values the logarithmic axes leave out.
    std::size_t hiddenByLog() const;

    Table toTable() const override;

  private:
    QAction* logX_;
    QAction* logY_;
};

} // namespace orthant::ui
