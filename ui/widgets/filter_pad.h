// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

namespace orthant::ui {

/// A small filter that is painted cell by cell: the left button paints +1, the right one -1, a cell that has the value
/// already becomes 0. Keys: arrows move, Space steps through +1, -1, 0.
class FilterPad final : public QWidget {
    Q_OBJECT
  public:
    explicit FilterPad(QWidget* parent = nullptr);

    /// @param values  side x side x channels, channels innermost; another count gives zeros
    void setFilter(int side, int channels, const std::vector<double>& values);
    const std::vector<double>& values() const { return values_; }
    /// What is painted: one channel, or -1 for all of them.
    void setChannel(int channel);
    QRectF cellRect(int row, int column) const;

    QSize sizeHint() const override { return {220, 220}; }

  Q_SIGNALS:
    void painted(); ///< by the user

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double cellValue(int cell) const;
    void setCell(int cell, double value);
    int cellAt(const QPointF& position) const; ///< -1: none

    int side_ = 3, channels_ = 1, channel_ = -1, cursor_ = 0;
    double brush_ = 1; ///< of the drag
    std::vector<double> values_ = std::vector<double>(9, 0.0);
};

} // namespace orthant::ui
