// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/orthant_picture.h"
#include "ui/charts/plot_frame.h"

#include <optional>
#include <vector>

namespace orthant::ui {

/// A vector on the circle or the sphere, the sign vectors on it, and the angle from the vector to its own sign vector.
/// Pointer: a drag on the circle or sphere moves the vector, beside the sphere (or with Shift) it
/// turns the scene, a double click there turns it back. Keys: arrows move the vector, with Shift they turn the scene; 0 turns it
/// back.
class OrthantView final : public PlotFrame {
    Q_OBJECT
  public:
    explicit OrthantView(QWidget* parent = nullptr);

    /// 2 or 3. A third component of the vector is dropped, or begins as the mean size of the others.
    void setDimension(int dimension);
    int dimension() const { return scene_.dimension; }
    /// As many components as dimensions; only the direction is drawn. A vector of zeros is not taken.
    void setVector(const std::vector<double>& vector);
    const std::vector<double>& vector() const { return vector_; }
    /// Signs of the vector, sign(0) = +1.
    std::vector<double> corner() const;
    /// From the vector to its corner, in degrees: arccos(|v|_1 / (sqrt(d) |v|_2)).
    double angle() const;
    /// Colours the sphere by the angle to the nearest corner; on at first.
    void setShaded(bool on);
    void resetView();
    /// Where the tip of the vector is drawn, in this widget.
    QPointF tipPixel() const;
    /// The circle, in this widget.
    QRectF sphereArea() const;

    void paintTo(QPainter& painter, const QSizeF& size, const PlotColors& colors) const override;
    /// One row for each component: vector, corner; the angle in the first row.
    Table toTable() const override;

  Q_SIGNALS:
    void vectorChanged(const std::vector<double>& vector); ///< moved by the person
    void viewChanged();                                    ///< the scene was turned

  protected:
    const PlotLayout& layout() const override;
    void paintSurface(QPainter& painter) override;
    std::vector<ReadoutLine> readout(const QPointF& pointer) const override;
    bool pointerEvent(QEvent* event) override;
    bool keyPressed(QKeyEvent* event) override;

  private:
    enum class Drag { None, Vector, Scene };
    PlotLayout layoutFor(const QSizeF& size, const QSizeF& tools) const;
    OrthantPlace placeIn(const PlotLayout& layout) const;
    void paint(QPainter& painter, const PlotLayout& layout, const PlotColors& colors) const;
    void moveTo(const Point3& direction);
    void turn(double yaw, double pitch);
    QStringList facts() const;

    OrthantScene scene_;
    std::vector<double> vector_;
    double yaw_, pitch_;
    Drag drag_ = Drag::None;
    QPointF last_;
    mutable PlotLayout layout_; ///< of the surface
};

} // namespace orthant::ui
