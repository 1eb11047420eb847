// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/run_event.h"
#include "ui/charts/plane_view.h"

#include <array>

namespace orthant::ui {

/// A distribution at one place of the vertical axis: hills over many values, spikes over few.
struct Ridge {
    double at = 0;
    std::array<Histogram, 2> hills;         ///< those without counts are left out
    std::vector<double> levels;             ///< of the second distribution, in place of its hill
    std::vector<std::uint64_t> levelCounts;
};

/// How one or two distributions change: one line for each reading, the first at the bottom. A distribution over few values
/// is drawn as spikes, never as a hill. As many readings are drawn as find room; all have one scale.
class RidgeView final : public PlaneView {
    Q_OBJECT
  public:
    explicit RidgeView(QWidget* parent = nullptr);

    /// @param ridges  with rising `at`
    /// @param names   of the two distributions, for legend, read-out and table
    void setRidges(std::vector<Ridge> ridges, std::array<QString, 2> names);
    const std::vector<Ridge>& ridges() const { return ridges_; }
    /// Those that are drawn at this size and zoom, lowest first.
    std::vector<std::size_t> drawn() const { return drawn(space()); }

    /// One row for each bin and each level, all readings.
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
    bool hasHill(std::size_t which) const;
    bool hasSpikes() const;
    std::vector<std::size_t> drawn(const PlotSpace& space) const;
    double heightOf(const PlotSpace& space, const std::vector<std::size_t>& shown) const;
    /// The drawn ridge that the pointer is at; nothing outside of the plot.
    const Ridge* ridgeAt(const QPointF& pointer) const;
    void paintHill(QPainter& painter, const PlotSpace& space, const Ridge& ridge, std::size_t which, double height) const;
    void paintSpikes(QPainter& painter, const PlotSpace& space, const Ridge& ridge, double height) const;

    std::vector<Ridge> ridges_;
    std::array<QString, 2> names_;
    std::array<double, 2> greatest_{}; ///< density of the highest bin; of the levels, the greatest share
};

} // namespace orthant::ui
