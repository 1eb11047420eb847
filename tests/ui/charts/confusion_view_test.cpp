// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confusion_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/plot_export.h"

#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QtSvg/QSvgRenderer>

using namespace orthant;
using namespace orthant::ui;

namespace {

/// Of 10, 10 and 20 samples: one cat is taken for a dog, five dogs for a frog.
Confusion animals() { return {3, {9, 1, 0, 0, 5, 5, 0, 0, 20}, {3, 12}}; }
const QStringList names{"cat", "dog", "frog"};

using Cell = ConfusionView::Cell;

} // namespace

TEST_CASE("the read-out of a cell names both classes and its share of the true one, and the table has all counts") {
    ConfusionView view;
    view.resize(420, 400);
    view.setConfusion(animals(), names);
    CHECK(view.readingAt(view.cellArea({1, 2}).center()).contains("is dog, taken for frog"));
    CHECK(view.readingAt(view.cellArea({1, 2}).center()).contains("5 of 10"));
    CHECK(view.readingAt(view.cellArea({2, 2}).center()).contains("frog, decided rightly"));
    const Table table = view.toTable();
    REQUIRE(table.rows() == 3);
    REQUIRE(table.find("decided_frog"));
    CHECK(table.find("decided_frog")->values == std::vector<double>{0, 5, 20});
}

TEST_CASE("mistakes are orange, right decisions blue, and an empty cell is the background, in both themes") {
    for (const PlotColors& colors : {PlotColors::light(), PlotColors::darkTheme()}) {
        ConfusionView view;
        view.setConfusion(animals(), names);
        view.resize(420, 400);
        QImage image(420, 400, QImage::Format_RGB32);
        QPainter painter(&image);
        view.paintTo(painter, image.size(), colors);
        painter.end();
        int orange = 0, blue = 0;
        for (int y = 0; y < image.height(); y += 2)
            for (int x = 0; x < image.width(); x += 2) {
                const QColor c = image.pixelColor(x, y);
                orange += c.red() > c.blue() + 50;
                blue += c.blue() > c.red() + 50;
            }
        CHECK(orange > 500);
        CHECK(blue > 1000);
    }
}

TEST_CASE("a click chooses a cell and lets it go, arrows move the choice, Escape ends it") {
    ConfusionView view;
    view.resize(420, 400);
    view.setConfusion(animals(), names);
    QSignalSpy chosen(&view, &ConfusionView::cellChosen);
    QWidget* surface = test::surfaceOf(view);
    test::click(surface, view.cellArea({1, 2}).center());
    CHECK(view.chosen() == Cell{1, 2});
    test::key(&view, Qt::Key_Up);
    test::key(&view, Qt::Key_Left);
    CHECK(view.chosen() == Cell{0, 1});
    test::key(&view, Qt::Key_Up); // at the edge
    CHECK(view.chosen() == Cell{0, 1});
    test::click(surface, view.cellArea({0, 1}).center());
    CHECK_FALSE(view.chosen());
    test::key(&view, Qt::Key_Right);
    CHECK(view.chosen() == Cell{0, 0});
    test::key(&view, Qt::Key_Escape);
    CHECK_FALSE(view.chosen());
    CHECK(chosen.count() == 6);
    view.choose(Cell{2, 1});
    view.setConfusion({2, {1, 0, 0, 1}, {}}, {"a", "b"}); // of another data set
    CHECK_FALSE(view.chosen());
}

TEST_CASE("no classes, many classes and long names are drawn and exported without harm") {
    Confusion many{100, std::vector<std::uint64_t>(10000, 1), {}};
    const QStringList longNames{"an exceptionally long name of a class", "another exceptionally long name"};
    for (const QSize size : {QSize(200, 150), QSize(900, 700)})
        for (const auto& [confusion, classNames] : {std::pair(Confusion{}, QStringList{}), std::pair(many, QStringList{}), std::pair(Confusion{2, {3, 1, 0, 2}, {1}}, longNames)}) {
            ConfusionView view;
            view.resize(size);
            view.setConfusion(confusion, classNames);
            CHECK_FALSE(view.grab().isNull());
            CHECK(QSvgRenderer(plotSvg(view, size)).isValid());
            view.readingAt(QPointF(size.width() / 2.0, size.height() / 2.0));
            view.toTable();
        }
}
