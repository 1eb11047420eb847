// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/curve_editor.h"

#include "tests/catch.h"
#include "tests/ui/events.h"

using namespace orthant::ui;

namespace {

struct Drawing {
    CurveEditor editor;
    QWidget* surface;
    int changes = 0;

    Drawing() {
        editor.resize(600, 400);
        editor.setAxes({"w"}, {"F"});
        editor.setCurve(std::vector<double>(41, 0.0), 2);
        editor.show();
        surface = test::surfaceOf(editor);
        QObject::connect(&editor, &CurveEditor::curveDrawn, [this] { ++changes; });
    }
    QPointF pixel(double x, double y) { return editor.toPixel(x, y) - surface->pos(); }
};

} // namespace

TEST_CASE("a drag draws the curve under the pointer and leaves the rest", "[ui]") {
    Drawing d;
    const QPointF from = d.pixel(-1, -1), to = d.pixel(1, 1);
    test::press(d.surface, from);
    test::drag(d.surface, to);
    test::release(d.surface, to);
    CHECK(d.changes == 2);
    const auto& curve = d.editor.curve();
    REQUIRE(curve.size() == 41);
    CHECK(curve[5] == 0.0);                        // w = -1.5
    CHECK(curve[10] == Approx(-1).margin(0.05));   // w = -1
    CHECK(curve[20] == Approx(0).margin(0.05));
    CHECK(curve[25] == Approx(0.5).margin(0.05));
    CHECK(curve[30] == Approx(1).margin(0.05));
    CHECK(curve[36] == 0.0);
}

TEST_CASE("a curve that is not for drawing is moved like any plot", "[ui]") {
    Drawing d;
    d.editor.setDrawing(false);
    test::press(d.surface, d.pixel(0, 0));
    test::drag(d.surface, d.pixel(1, 1));
    test::release(d.surface, d.pixel(1, 1));
    CHECK(d.changes == 0);
    CHECK_FALSE(d.editor.followsData());
    CHECK(d.editor.toTable().rows() == 41);
}

TEST_CASE("the axis stands still while a curve is drawn, however far the other curves go", "[ui]") {
    Drawing d;
    QObject::connect(&d.editor, &CurveEditor::curveDrawn, [&] {
        d.editor.setSeries({{"B", {-2, 2}, {-1e6, 1e6}, PlotSeries::Style::Line, 1}});
    });
    const QPointF from = d.pixel(-1, 0.5), to = d.pixel(1, 0.5);
    test::press(d.surface, from);
    test::drag(d.surface, (from + to) / 2);
    test::drag(d.surface, to);
    for (std::size_t i = 10; i <= 30; ++i) CHECK(d.editor.curve()[i] == Approx(0.5).margin(0.05));
    const double before = d.pixel(0, 1).y();
    test::release(d.surface, to);
    CHECK(d.pixel(0, 1).y() > before); // now it shows the other one whole
}
