// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_frame.h"

#include <QImage>

#include <cstdint>
#include <optional>

namespace orthant::ui {

/// A matrix to be looked at. Rows and columns may be shown in other orders, and boxes drawn around parts of it.
struct MatrixPicture {
    enum class Kind {
        Values, ///< two hues around zero
        Links,  ///< one colour where a value is not 0
    };
    std::size_t rows = 0, cols = 0;
    std::vector<float> values; ///< rows x cols
    Kind kind = Kind::Values;
    std::vector<std::uint32_t> rowOrder, colOrder; ///< shown place -> index; empty: as it stands
    std::vector<QRect> boxes;                      ///< in shown cells: x is a column, y a row
};

/// Cells of a matrix, the last row and column included.
struct MatrixCells {
    std::size_t row0 = 0, row1 = 0, col0 = 0, col1 = 0;

    std::size_t count() const { return (row1 - row0 + 1) * (col1 - col0 + 1); }
    friend bool operator==(const MatrixCells&, const MatrixCells&) = default;
};

/// A matrix as a picture, its first row on top. Where several entries share a pixel, the largest of them is seen, so that
/// thin structure does not vanish.
class MatrixMapView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit MatrixMapView(QWidget* parent = nullptr);

    void setMatrix(MatrixPicture picture);
    const MatrixPicture& matrix() const { return picture_; }
    /// All cells in this widget.
    QRectF cells() const;
    /// Rectangles of a matrix in its own order are drawn with the mouse; where cells share a pixel, all of them are meant.
    void setEditable(bool on);
    bool editable() const { return editable_; }

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    /// One row for each entry that is not 0: row, column, value.
    Table toTable() const override;

  Q_SIGNALS:
    /// A click or a drag over these cells. @param fill  there is nothing where it began, or Shift is held; Ctrl: never
    void drawn(const MatrixCells& cells, bool fill);

  protected:
    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    void paintOverlay(QPainter& painter, const QPointF& pointer) const override;
    bool pointerEvent(QEvent* event) override;
    bool keyPressed(QKeyEvent* event) override;

  private:
    struct Grid {
        PlotLayout layout;
        QRectF cells;
    };
    Grid gridOf(const QSizeF& size, const QSizeF& tools) const;
    const Grid& grid() const;
    bool asItStands() const { return picture_.rowOrder.empty() && picture_.colOrder.empty(); }
    /// The cells from one place to the other, brought into the picture; in the order that is shown.
    MatrixCells cellsBetween(const QPointF& a, const QPointF& b) const;
    QRectF areaOf(const MatrixCells& cells) const;
    std::size_t filled(const MatrixCells& cells) const; ///< how many are not 0
    bool fills(const QPointF& from, Qt::KeyboardModifiers keys) const;
    void paint(QPainter& painter, const Grid& grid, const PlotColors& colors) const;
    QImage imageOf(const QSizeF& size, const PlotColors& colors) const;
    std::size_t rowAt(std::size_t place) const { return picture_.rowOrder.empty() ? place : picture_.rowOrder[place]; }
    std::size_t colAt(std::size_t place) const { return picture_.colOrder.empty() ? place : picture_.colOrder[place]; }

    MatrixPicture picture_;
    float greatest_ = 0; ///< of the absolute values
    mutable Grid grid_;  ///< of the surface
    bool editable_ = false;
    std::optional<QPointF> dragFrom_;
    bool dragFills_ = false;
};

} // namespace orthant::ui
