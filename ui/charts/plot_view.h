// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plane_view.h"

namespace orthant::ui {

/// The plot of the program: lines, steps, spikes and points over two axes, each linear or logarithmic.
class PlotView final : public PlaneView {
    Q_OBJECT
  public:
    explicit PlotView(QWidget* parent = nullptr);

    /// A scale that was chosen with setLogX or setLogY stays until the axes given here ask for another one than before.
    void setAxes(PlotAxis x, PlotAxis y);
    void setLogX(bool on);
    void setLogY(bool on);
    /// How many values the logarithmic axes leave out.
    std::size_t hiddenByLog() const;

    Table toTable() const override;

  private:
    void useAxes(const PlotAxis& x, const PlotAxis& y);

    QAction* logX_;
    QAction* logY_;
    bool givenLogX_ = false, givenLogY_ = false;
};

} // namespace orthant::ui
