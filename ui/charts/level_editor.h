// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plane_view.h"
#include "ui/charts/staircase.h"

#include <functional>
#include <optional>
#include <vector>

namespace orthant::ui {

/// A scalar quantizer x -> q(x) that is drawn by hand, over the density of its source. Levels move up and down, thresholds to
/// the left and right; neighbours stop them. A double click on an empty place adds a threshold with a level, Delete removes
/// what is selected. Keys: Space selects the next handle (Shift: the one before), arrows move it (Shift: finely), Insert
/// cuts the interval of the selected level in two, Escape selects nothing. Zoom, pan and the rest as in every plot.
class LevelEditor final : public PlaneView {
    Q_OBJECT
  public:
    explicit LevelEditor(QWidget* parent = nullptr);

    /// Both rise, one level more than thresholds, 2 to 32 levels; others are not taken. What is selected stays so while the
    /// number of levels does.
    void setQuantizer(const std::vector<double>& thresholds, const std::vector<double>& levels);
    const std::vector<double>& thresholds() const { return stairs_.thresholds(); }
    const std::vector<double>& levels() const { return stairs_.levels(); }
    /// Each change is mirrored at zero. Turning it on makes the quantizer symmetric.
    void setSymmetric(bool on);
    bool symmetric() const { return stairs_.symmetric(); }
    /// The density of the source, drawn faintly on a scale of its own.
    /// @param low, high  what is shown at least
    void setDensity(std::function<double(double)> density, double low, double high);

    /// Where a handle can be seized, in this widget.
    QPointF thresholdHandle(std::size_t index) const;
    QPointF levelHandle(std::size_t index) const;

    /// One row for each level: level, and the threshold above it.
    Table toTable() const override;

  Q_SIGNALS:
    /// The person has moved, added or removed something; with every step of a drag.
    void quantizerEdited(const std::vector<double>& thresholds, const std::vector<double>& levels);

  protected:
    AxisScale fittingX() const override;
    AxisScale fittingY() const override;
    bool hasData() const override { return true; }
    PlotTexts texts(const PlotColors& colors, const QSizeF& size) const override;
    void paintBehind(QPainter& painter, const PlotSpace& space) const override;
    void paintAbove(QPainter& painter, const PlotSpace& space) const override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    void paintOverlay(QPainter& painter, const QPointF& pointer) const override;
    bool pointerEvent(QEvent* event) override;
    bool keyPressed(QKeyEvent* event) override;

  private:
    struct Handle {
        bool level; ///< else a threshold
        std::size_t index;
        friend bool operator==(const Handle&, const Handle&) = default;
    };
    void paintDensity(QPainter& painter, const PlotSpace& space) const;
    QPointF place(const Handle& handle, const PlotSpace& space) const;
    std::optional<Handle> handleAt(const QPointF& pointer) const;
    QString describe(const Handle& handle) const;
    double gap() const;
    void move(const Handle& handle, const QPointF& value);
    bool moveByKey(const QKeyEvent& event);
    void selectNext(bool backwards);
    void add(double x);
    void removeSelected();
    void edited();

    Staircase stairs_;
    std::function<double(double)> density_;
    double low_ = -3, high_ = 3;
    std::optional<Handle> selected_;
    bool dragging_ = false;
    QPointF grab_; ///< from the pointer to the place that is dragged, in values
    AxisScale heldX_, heldY_; ///< the axes stand still during a drag
};

} // namespace orthant::ui
