// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/orthant_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/plot_export.h"

#include <QtSvg/QSvgRenderer>

#include <cmath>
#include <numbers>

using namespace orthant;
using namespace orthant::ui;

namespace {

constexpr double degrees = 180 / std::numbers::pi;

/// The angle by scalar product and lengths, not by the closed form.
double angleBetween(const std::vector<double>& a, const std::vector<double>& b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t k = 0; k < a.size(); ++k) ab += a[k] * b[k], aa += a[k] * a[k], bb += b[k] * b[k];
    return std::acos(ab / std::sqrt(aa * bb)) * degrees;
}

} // namespace

TEST_CASE("The angle is that between the vector and its signs, zero on a corner and greatest on an axis") {
    OrthantView view;
    view.setVector({3, -4, 1});
    CHECK(view.corner() == std::vector<double>{1, -1, 1});
    CHECK(view.angle() == Approx(angleBetween(view.vector(), view.corner())));
    view.setVector({-2, -2, -2});
    CHECK(view.angle() == Approx(0).margin(1e-5));
    view.setVector({0, 0, -5});
    CHECK(view.corner() == std::vector<double>{1, 1, -1}); // sign(0) = +1
    CHECK(view.angle() == Approx(54.7356103));
    view.setDimension(2);
    view.setVector({0, 1});
    CHECK(view.angle() == Approx(45));
}

TEST_CASE("A press on the sphere puts the vector there, a drag moves it, and its length stays") {
    OrthantView view;
    view.resize(500, 460);
    view.setVector({3, 4, 12});
    std::vector<double> told;
    int changes = 0;
    QObject::connect(&view, &OrthantView::vectorChanged, [&](const std::vector<double>& v) { told = v, ++changes; });
    QWidget* surface = test::surfaceOf(view);
    const QPointF middle = view.sphereArea().center(), aside = middle + QPointF(40, -25);
    test::press(surface, middle);
    CHECK(changes == 1);
    CHECK(QLineF(view.tipPixel(), middle).length() < 1e-6);
    test::drag(surface, aside);
    CHECK(changes == 2);
    CHECK(QLineF(view.tipPixel(), aside).length() < 1e-6);
    double squares = 0;
    for (const double x : told) squares += x * x;
    CHECK(std::sqrt(squares) == Approx(13));
    // Out of the circle the vector follows on the rim.
    const QPointF outside = middle + QPointF(400, 0);
    test::drag(surface, outside);
    CHECK(view.tipPixel().x() == Approx(view.sphereArea().right()));
    CHECK(view.tipPixel().y() == Approx(middle.y()));
    test::release(surface, outside);
    test::hover(surface, middle);
    CHECK(changes == 3);
}

TEST_CASE("A drag beside the sphere turns the scene and leaves the vector; a double click turns it back") {
    OrthantView view;
    view.resize(500, 460);
    const std::vector<double> before = view.vector();
    const QPointF tip = view.tipPixel();
    int turns = 0;
    QObject::connect(&view, &OrthantView::viewChanged, [&turns] { ++turns; });
    QWidget* surface = test::surfaceOf(view);
    const QPointF beside = view.sphereArea().topLeft() + QPointF(2, 2);
    test::press(surface, beside);
    test::drag(surface, beside + QPointF(30, 10));
    test::release(surface, beside + QPointF(30, 10));
    CHECK(turns == 1);
    CHECK(view.vector() == before);
    CHECK(QLineF(view.tipPixel(), tip).length() > 3);
    test::doubleClick(surface, beside);
    CHECK(QLineF(view.tipPixel(), tip).length() < 1e-6);

    view.setDimension(2);
    const QPointF flat = view.tipPixel();
    test::press(surface, beside);
    test::drag(surface, beside + QPointF(30, 10));
    test::release(surface, beside + QPointF(30, 10));
    CHECK(QLineF(view.tipPixel(), flat).length() < 1e-6); // there is nothing to turn
}

TEST_CASE("Arrow keys move the vector in the direction of the arrow by two degrees, with Shift they turn the scene") {
    OrthantView view;
    view.resize(500, 460);
    view.setVector({0.5, 1, 0.4});
    const struct {
        int key;
        QPointF way;
    } arrows[] = {{Qt::Key_Left, {-1, 0}}, {Qt::Key_Right, {1, 0}}, {Qt::Key_Up, {0, -1}}, {Qt::Key_Down, {0, 1}}};
    for (const auto& arrow : arrows) {
        const std::vector<double> before = view.vector();
        const QPointF tip = view.tipPixel();
        test::key(&view, arrow.key);
        CHECK(angleBetween(before, view.vector()) == Approx(2).margin(1e-6));
        CHECK(QPointF::dotProduct(view.tipPixel() - tip, arrow.way) > 2);
    }
    const std::vector<double> before = view.vector();
    const QPointF tip = view.tipPixel();
    test::key(&view, Qt::Key_Left, Qt::ShiftModifier);
    CHECK(view.vector() == before);
    CHECK(QLineF(view.tipPixel(), tip).length() > 1);

    view.setDimension(2);
    view.setVector({1, 0});
    test::key(&view, Qt::Key_Up);
    CHECK(std::atan2(view.vector()[1], view.vector()[0]) * degrees == Approx(2));
}

TEST_CASE("The read-out tells the angle of the place under the pointer") {
    OrthantView view;
    view.resize(500, 460);
    view.setVector({1, 1, 1});
    CHECK(view.readingAt(view.tipPixel()).contains(QStringLiteral("0.0° from here to (+1, +1, +1)")));
    CHECK(view.readingAt(view.sphereArea().topLeft()).isEmpty());
}

TEST_CASE("The orthant of the vector stands out, and the picture is the same from both sides of a turn") {
    OrthantView view;
    view.resize(500, 460);
    view.setVector({0.2, 1, 0.3});
    const QImage first = view.grab().toImage();
    view.setVector({-0.2, 1, 0.3});
    CHECK(view.grab().toImage() != first);
    view.setVector({0.2, 1, 0.3});
    CHECK(view.grab().toImage() == first);
    view.setShaded(false);
    CHECK(view.grab().toImage() != first);
}

TEST_CASE("Vectors that have no direction or another size are not taken, and every size is drawn and exported") {
    OrthantView view;
    const std::vector<double> before = view.vector();
    for (const std::vector<double>& wrong : {std::vector<double>{0, 0, 0}, {1, 2}, {std::nan(""), 1, 1}, {HUGE_VAL, 1, 1}}) {
        view.setVector(wrong);
        CHECK(view.vector() == before);
    }
    view.setTitle("One vector");
    view.setCaption("Drag it.");
    for (const int dimension : {2, 3}) {
        view.setDimension(dimension);
        for (const QSize size : {QSize(30, 20), QSize(200, 150), QSize(300, 700), QSize(1200, 500)}) {
            view.resize(size);
            CHECK_FALSE(view.grab().isNull());
            CHECK(QSvgRenderer(plotSvg(view, size)).isValid());
        }
    }
    view.setVector({2, -1, -3});
    const Table table = view.toTable();
    CHECK(table.find("vector")->values == std::vector<double>{2, -1, -3});
    CHECK(table.find("corner")->values == std::vector<double>{1, -1, -1});
    CHECK(table.find("angle_degrees")->values[0] == Approx(angleBetween({2, -1, -3}, {1, -1, -1})));
}

TEST_CASE("Changing the dimension keeps what it can of the vector") {
    OrthantView view;
    view.setVector({1, -2, 3});
    view.setDimension(2);
    CHECK(view.vector() == std::vector<double>{1, -2});
    view.setDimension(3);
    CHECK(view.vector() == std::vector<double>{1, -2, 1.5});
    view.setVector({0, 0, 1});
    view.setDimension(2);
    CHECK(view.vector() == std::vector<double>{1, 0});
}
