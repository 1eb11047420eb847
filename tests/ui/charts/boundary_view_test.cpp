// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/boundary_view.h"

#include "tests/catch.h"
#include "ui/charts/plot_export.h"

#include <QtSvg/QSvgRenderer>

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

/// Class 1 to the right of x = 0; sure on the outside, undecided in the middle.
BoundaryReading halves() {
    BoundaryReading reading;
    reading.xLow = -1;
    reading.xHigh = 1;
    reading.yLow = -2;
    reading.yHigh = 2;
    reading.width = 20;
    reading.height = 10;
    for (std::size_t row = 0; row < reading.height; ++row) {
        for (std::size_t column = 0; column < reading.width; ++column) {
            const double x = -1 + (static_cast<double>(column) + 0.5) / 10;
            reading.classes.push_back(x > 0);
            reading.margins.push_back(static_cast<float>(std::abs(x)));
        }
    }
    return reading;
}

} // namespace

TEST_CASE("The regions have the colours of their classes, stronger where the margin is larger") {
    BoundaryView view;
    view.setBoundary(halves());
    const QImage image = plotImage(view, {400, 300}, 1);
    const int y = 120;
    const QColor left(image.pixel(80, y)), right(image.pixel(370, y)), middle(image.pixel(225, y));
    CHECK(left.blue() > left.red());   // class 0 is blue
    CHECK(right.red() > right.blue()); // class 1 is vermilion
    CHECK(middle.lightness() > left.lightness());
    CHECK(middle.lightness() > right.lightness());
}

TEST_CASE("The read-out names the decision, the margin and a point that is near") {
    BoundaryView view;
    view.resize(500, 400);
    view.setClassNames({"inner", "outer"});
    view.setBoundary(halves());
    view.setPoints({{0.5}, {0}, {0}});
    view.grab();
    const QRectF range = view.visibleRange();
    CHECK(range == QRectF(QPointF(-1, -2), QPointF(1, 2)));
    QString found;
    for (int x = 60; x < 490 && found.isEmpty(); ++x) {
        const QString text = view.readingAt(QPointF(x, 200));
        if (text.contains("point 1")) found = text;
    }
    CHECK(found.contains("decided: outer"));
    CHECK(found.contains("point 1: inner"));
    CHECK(found.contains("margin"));
    CHECK(view.readingAt({2, 2}).isEmpty());
}

TEST_CASE("Grid and points are written as columns") {
    BoundaryView view;
    view.setBoundary(halves());
    view.setPoints({{0.5, 0.25}, {0, 1}, {0, 1}});
    const Table table = view.toTable();
    REQUIRE(table.columns().size() == 7);
    CHECK(table.rows() == 200);
    CHECK(table.find("grid_x")->values[0] == Approx(-0.95));
    CHECK(table.find("grid_y")->values[199] == Approx(1.8));
    CHECK(table.find("grid_class")->values[19] == 1);
    CHECK(table.find("point_class")->values[1] == 1);
    CHECK(std::isnan(table.find("point_x")->values[2]));
}

TEST_CASE("It is exported like every plot and survives having nothing or wrong sizes") {
    BoundaryView view;
    view.setTitle("Decision");
    CHECK_FALSE(view.grab().isNull());
    BoundaryReading damaged = halves();
    damaged.classes.pop_back();
    view.setBoundary(damaged);
    CHECK_FALSE(view.grab().isNull());
    CHECK(view.toTable().rows() == 0);
    view.setBoundary(halves());
    CHECK(QSvgRenderer(plotSvg(view, {400, 300})).isValid());
}
