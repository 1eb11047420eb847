// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_content.h"

#include <memory>

namespace orthant::ui {

/// Draws a PlotContent: lines by Qt Charts, everything else by ourselves. Qt Charts works in unit coordinates under axes that
/// never change, so one frame costs one `replace` for each line, and logarithms and huge values never reach it.
class PlotScene {
  public:
    PlotScene();
    ~PlotScene();

    /// Lays out and decimates for one view and size.
    void prepare(const PlotContent& content, const AxisScale& x, const AxisScale& y, const QSizeF& size,
                 const PlotColors& colors, const QSizeF& tools);
    /// Draws what was prepared.
    void draw(QPainter& painter, const PlotContent& content, const AxisScale& x, const AxisScale& y, const PlotColors& colors);

    const PlotLayout& layout() const;
    std::size_t replaces() const;
    std::size_t pointsInFrame() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant::ui
