// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/level_editor.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/plot_export.h"

#include <QtSvg/QSvgRenderer>

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

using List = std::vector<double>;

struct Editor {
    explicit Editor(bool symmetric = false) {
        view.resize(600, 420);
        view.setDensity([](double x) { return std::exp(-x * x / 2); }, -3, 3);
        view.setQuantizer({-1, 1}, {-1.5, 0, 1.5});
        view.setSymmetric(symmetric);
        QObject::connect(&view, &LevelEditor::quantizerEdited, [this](const List& t, const List& l) { thresholds = t, levels = l, ++edits; });
        surface = test::surfaceOf(view);
    }
    LevelEditor view;
    QWidget* surface;
    List thresholds, levels;
    int edits = 0;
};

} // namespace

TEST_CASE("A threshold is dragged along x and a level along y, and each step is told") {
    Editor e;
    const QPointF grip = e.view.thresholdHandle(1), to = e.view.toPixel(2, 0);
    test::press(e.surface, grip);
    CHECK(e.edits == 0);
    test::drag(e.surface, {to.x(), grip.y() - 50});
    test::release(e.surface, to);
    CHECK(e.edits == 1);
    CHECK(e.thresholds[0] == -1);
    CHECK(e.thresholds[1] == Approx(2));
    CHECK(e.levels == List{-1.5, 0, 1.5});

    const QPointF level = e.view.levelHandle(0), higher = e.view.toPixel(0, -0.5);
    test::press(e.surface, level);
    test::drag(e.surface, {level.x() + 30, higher.y()});
    CHECK(e.levels[0] == Approx(-0.5));
    // The other level stops it.
    test::drag(e.surface, e.view.toPixel(0, 1));
    CHECK(e.levels[0] < 0);
    CHECK(e.levels[0] > -0.1);
    test::release(e.surface, level);
    CHECK(e.thresholds[1] == Approx(2));
}

TEST_CASE("The axes stand still during a drag and fit afterwards") {
    Editor e;
    const QRectF before = e.view.visibleRange();
    const QPointF level = e.view.levelHandle(2);
    test::press(e.surface, level);
    test::drag(e.surface, {level.x(), e.view.plotArea().top() - 100});
    CHECK(e.view.visibleRange() == before);
    CHECK(e.levels[2] == Approx(before.bottom()));
    test::release(e.surface, level);
    CHECK(e.view.visibleRange().bottom() > before.bottom());
}

TEST_CASE("A symmetric quantizer mirrors what is dragged") {
    Editor e(true);
    const QPointF grip = e.view.thresholdHandle(1);
    test::press(e.surface, grip);
    test::drag(e.surface, {e.view.toPixel(0.5, 0).x(), grip.y()});
    test::release(e.surface, grip);
    CHECK(e.thresholds[0] == Approx(-0.5));
    CHECK(e.thresholds[1] == Approx(0.5));
    CHECK(e.edits == 1);
    e.view.setSymmetric(false);
    CHECK(e.edits == 1);
    e.view.setQuantizer({0, 1}, {-1, 0, 3});
    CHECK(e.edits == 1); // what the program sets is not told back
    e.view.setSymmetric(true);
    CHECK(e.levels == List{-2, 0, 2});
}

TEST_CASE("A double click on an empty place adds a threshold, Delete removes it") {
    Editor e;
    const QPointF empty = e.view.toPixel(2, 0.7);
    test::doubleClick(e.surface, empty);
    REQUIRE(e.thresholds.size() == 3);
    CHECK(e.thresholds[2] == Approx(2).margin(0.02));
    CHECK(e.levels.size() == 4);
    test::key(&e.view, Qt::Key_Delete);
    CHECK(e.thresholds.size() == 2);
    CHECK(e.edits == 2);
    test::key(&e.view, Qt::Key_Delete); // nothing is selected any more
    CHECK(e.edits == 2);
    test::doubleClick(e.surface, e.view.levelHandle(1)); // a handle is no empty place
    CHECK(e.edits == 2);
}

TEST_CASE("Everything can be done by keys: select, move, finely, cut, remove, leave") {
    Editor e;
    test::key(&e.view, Qt::Key_Space); // the lowest level
    test::key(&e.view, Qt::Key_Up);
    REQUIRE(e.levels.size() == 3);
    const double coarse = e.levels[0] + 1.5;
    CHECK(coarse > 0);
    test::key(&e.view, Qt::Key_Space); // the first threshold
    test::key(&e.view, Qt::Key_Right);
    const double moved = e.thresholds[0] + 1;
    CHECK(moved > 0);
    test::key(&e.view, Qt::Key_Left, Qt::ShiftModifier);
    CHECK(e.thresholds[0] + 1 == Approx(0.9 * moved));
    const List before = e.thresholds;
    const QRectF range = e.view.visibleRange();
    test::key(&e.view, Qt::Key_Space, Qt::ShiftModifier); // back to the level
    test::key(&e.view, Qt::Key_Insert);
    CHECK(e.levels.size() == 4);
    CHECK(e.thresholds.size() == before.size() + 1);
    test::key(&e.view, Qt::Key_Delete);
    CHECK(e.thresholds == before);
    CHECK(e.view.visibleRange().left() == Approx(range.left()));
    test::key(&e.view, Qt::Key_Space);
    test::key(&e.view, Qt::Key_Escape);
    const int edits = e.edits;
    test::key(&e.view, Qt::Key_Right); // nothing is selected: the plot pans
    CHECK(e.edits == edits);
    CHECK(e.view.visibleRange().left() > range.left());
}

TEST_CASE("Zoom, pan and read-out work beside the handles") {
    Editor e;
    const QRectF before = e.view.visibleRange();
    test::wheel(e.surface, e.view.toPixel(2, 0.7), 2);
    CHECK(e.view.visibleRange().width() < before.width());
    test::key(&e.view, Qt::Key_0);
    CHECK(e.view.visibleRange() == before);
    const QPointF empty = e.view.toPixel(2, 0.7);
    test::press(e.surface, empty);
    test::drag(e.surface, empty + QPointF(-50, 0));
    test::release(e.surface, empty + QPointF(-50, 0));
    CHECK(e.view.visibleRange().left() > before.left());
    CHECK(e.edits == 0);
    CHECK(e.view.readingAt(e.view.toPixel(2, 0.7)).contains("= 1.5"));
    CHECK(e.view.readingAt(e.view.levelHandle(1)).contains("level 2"));
    CHECK(e.view.readingAt(e.view.thresholdHandle(0)).contains("threshold 1"));
}

TEST_CASE("What is not a quantizer is not taken, the table has each level with the threshold above it") {
    Editor e;
    e.view.setQuantizer({1, -1}, {0, 1, 2});
    e.view.setQuantizer({1}, {0, 1, 2});
    CHECK(e.view.thresholds() == List{-1, 1});
    const Table table = e.view.toTable();
    CHECK(table.find("level")->values == List{-1.5, 0, 1.5});
    CHECK(table.find("threshold_above")->values[1] == 1);
    CHECK(std::isnan(table.find("threshold_above")->values[2]));
    for (const QSize size : {QSize(60, 40), QSize(220, 160), QSize(900, 600)}) {
        e.view.resize(size);
        CHECK_FALSE(e.view.grab().isNull());
        CHECK(QSvgRenderer(plotSvg(e.view, size)).isValid());
    }
    e.view.setDensity([](double) { return std::nan(""); }, 2, 2);
    CHECK_FALSE(e.view.grab().isNull());
    e.view.setDensity(nullptr, -1, 1);
    CHECK_FALSE(e.view.grab().isNull());
}
