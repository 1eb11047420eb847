// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_painter.h"

#include <array>

namespace orthant::ui {

using Point3 = std::array<double, 3>;

double dot(const Point3& a, const Point3& b);
/// @return the first axis for a vector without direction
Point3 normalized(const Point3& a);

/// Where the eye is: far away, so that lines stay parallel. Coordinates of the view: right, up, towards the eye.
class SphereCamera {
  public:
    /// Looks at the plane of the first two axes.
    SphereCamera() = default;
    /// @param yaw    around the third axis, degrees
    /// @param pitch  above the plane of the first two axes, degrees
    SphereCamera(double yaw, double pitch);

    Point3 toView(const Point3& world) const { return {dot(right_, world), dot(up_, world), dot(front_, world)}; }
    Point3 toWorld(const Point3& view) const;

  private:
    Point3 right_{1, 0, 0}, up_{0, 1, 0}, front_{0, 0, 1};
};

/// A unit vector and its sign corner on the circle (two dimensions; the third component is zero) or on the sphere (three).
struct OrthantScene {
    int dimension = 3;
    Point3 direction{0.8, 0.5, 0.33};
    SphereCamera camera;
    bool shaded = true; ///< colours tell the angle to the nearest corner; else only the orthant of the vector is coloured

    /// Signs over the root of d, sign(0) = +1: a unit vector.
    Point3 cornerOf(const Point3& direction) const;
    /// arccos(|v|_1 / (sqrt(d) |v|_2)), in degrees
    double angleOf(const Point3& direction) const;
    /// The largest possible one: between an axis and its corners.
    double greatestAngle() const;
};

/// Where the circle is drawn.
struct OrthantPlace {
    QPointF centre;
    double radius = 1;

    QPointF toPixel(const Point3& view) const { return {centre.x() + radius * view[0], centre.y() - radius * view[1]}; }
    bool contains(const QPointF& pixel) const;
    /// The point of the sphere under a pixel, in view coordinates; outside of the circle the nearest one on its rim.
    /// @param flat  in the plane: any pixel gives a point of the circle
    Point3 onSphere(const QPointF& pixel, bool flat) const;
};

void paintOrthant(QPainter& painter, const OrthantScene& scene, const OrthantPlace& place, const PlotLayout& layout, const PlotColors& colors);

/// "(+1, −1, +1)"
QString signText(const Point3& corner, int dimension);

} // namespace orthant::ui
