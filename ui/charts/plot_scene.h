// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_content.h"

#include <memory>

namespace orthant::ui {

/// Draws the curves of a PlotContent: lines by Qt Charts, everything else by ourselves. Qt Charts works in unit coordinates under
/// axes that never change, so one frame costs one `replace` for each line, and logarithms and huge values never reach it.
class PlotScene {
  public:
    PlotScene();
    ~PlotScene();

    /// Decimates for one view and size.
    void prepare(const PlotContent& content, const PlotSpace& space);
    /// Draws what was prepared; it may leave the plot area.
    /// @param halo  a seam of the background around each line, which parts it from a picture behind it
    void draw(QPainter& painter, const PlotContent& content, const PlotSpace& space, bool halo);
    /// The markers on the lines, which may stand on the axes.
    void drawMarkers(QPainter& painter, const PlotContent& content, const PlotSpace& space) const;

    std::size_t replaces() const;
    std::size_t pointsInFrame() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant::ui
