// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/experiment/evaluation.h"
#include "ui/charts/plot_frame.h"

#include <QStringList>

#include <optional>

namespace orthant::ui {

/// Which classes are taken for which others: true classes in rows, decided ones in columns. The diagonal is blue, mistakes
/// are orange, each side with a scale of its own, since mistakes are few. A click on a cell chooses it, another one lets it go;
/// arrows move the choice, Escape lets it go.
class ConfusionView final : public PlotFrame {
    Q_OBJECT
  public:
    struct Cell {
        std::size_t truth, predicted;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    explicit ConfusionView(QWidget* parent = nullptr);

    /// The choice stays where the classes stay.
    void setConfusion(Confusion confusion, QStringList classNames);
    const Confusion& confusion() const { return confusion_; }
    std::optional<Cell> chosen() const { return chosen_; }
    void choose(std::optional<Cell> cell);
    /// A cell in this widget.
    QRectF cellArea(const Cell& cell) const;

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    /// One row for each true class, by its number; one column for each decided one.
    Table toTable() const override;

  Q_SIGNALS:
    void cellChosen(); ///< chosen() is another

  protected:
    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    bool pointerEvent(QEvent* event) override;
    bool keyPressed(QKeyEvent* event) override;

  private:
    struct Grid {
        PlotLayout layout;
        QRectF cells;
        double side = 0;          ///< of a cell
        bool upright = false;     ///< names over the columns are turned by 90 degrees
        bool rates = false;       ///< there is room for the share of mistakes beside each row
        QRectF area(const Cell& cell) const;
    };
    Grid gridOf(const QSizeF& size, const QSizeF& tools) const;
    const Grid& grid() const;
    void paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const;
    void paintNames(QPainter& painter, const Grid& grid, const PlotColors& colors) const;
    QColor colorOf(const Cell& cell, const PlotColors& colors) const;
    std::optional<Cell> cellAt(const QPointF& pointer) const;
    QString nameOf(std::size_t index) const;
    std::uint64_t rowSum(std::size_t truth) const;

    Confusion confusion_;
    QStringList names_;
    std::uint64_t mostWrong_ = 0; ///< in one cell beside the diagonal
    std::optional<Cell> chosen_;
    mutable Grid grid_; ///< of the surface
};

} // namespace orthant::ui
