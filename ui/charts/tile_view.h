// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/figure.h"
#include "ui/charts/plot_frame.h"

#include <QImage>

#include <optional>

namespace orthant::ui {

/// Small pictures side by side: principal components, filters. One channel is drawn in two hues around zero, or in grey when no
/// tile has a negative value; three channels are red, green and blue, around middle grey when a value is negative. Each tile
/// has its own scale, since only the form counts; the read-out gives the values.
class TileView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit TileView(QWidget* parent = nullptr);

    /// A tile whose number of values does not fit its size is left out.
    void setTiles(std::vector<Tile> tiles);
    const std::vector<Tile>& tiles() const { return tiles_; }
    /// Photographs and what is made of them: grey from `low` to `high` in all tiles, so that they compare.
    void setGreyRange(double low, double high);
    /// The pixels of a tile in this widget.
    QRectF tileArea(std::size_t index) const;

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    /// One row for each value: tile, row, column, channel, value.
    Table toTable() const override;

  protected:
    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;

  private:
    struct Grid {
        PlotLayout layout;
        std::vector<QRectF> areas; ///< of the pixels, one for each tile
        bool titles = true;
    };
    Grid gridOf(const QSizeF& size, const QSizeF& tools) const;
    const Grid& grid() const;
    void paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const;
    QImage imageOf(const Tile& tile, const PlotColors& colors) const;

    std::vector<Tile> tiles_;
    bool negative_ = false; ///< in a tile of one channel
    std::optional<std::pair<double, double>> grey_; ///< the range of all tiles of one channel
    mutable Grid grid_; ///< of the surface
};

} // namespace orthant::ui
