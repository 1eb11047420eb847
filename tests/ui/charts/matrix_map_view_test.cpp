// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/matrix_map_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/color_maps.h"
#include "ui/charts/plot_export.h"

#include <QImage>
#include <QSignalSpy>
#include <QtSvg/QSvgRenderer>

using namespace orthant;
using namespace orthant::ui;

namespace {

QColor colorOf(MatrixMapView& view, double x, double y) {
    const QRectF cells = view.cells();
    return view.grab().toImage().pixelColor(QPointF(cells.left() + x * cells.width(), cells.top() + y * cells.height()).toPoint());
}

MatrixPicture small() {
    MatrixPicture picture;
    picture.rows = 2;
    picture.cols = 3;
    picture.values = {0, 2, -2, 1, 0, 0};
    return picture;
}

} // namespace

TEST_CASE("values are drawn in two hues around zero, the first row on top, and the read-out says where and how much") {
    MatrixMapView view;
    view.resize(400, 300);
    view.setMatrix(small());
    const PlotColors colors = PlotColors::of(view.palette());
    CHECK(colorOf(view, 0.5, 0.25) == divergingColor(1, colors));
    CHECK(colorOf(view, 0.83, 0.25) == divergingColor(-1, colors));
    CHECK(colorOf(view, 0.17, 0.75) == divergingColor(0.5, colors));
    const QRectF cells = view.cells();
    const QString reading = view.readingAt(cells.center() + QPointF(0, -cells.height() / 4));
    CHECK(reading.contains("row 1, column 2"));
    CHECK(reading.contains("2"));
    CHECK(view.toTable().rows() == 3);
}

TEST_CASE("in other orders a mask shows its blocks in boxes, and the read-out keeps the old numbers") {
    MatrixMapView view;
    view.resize(400, 400);
    MatrixPicture picture;
    picture.kind = MatrixPicture::Kind::Links;
    picture.rows = picture.cols = 4;
    picture.values = {1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1}; // even with even, odd with odd
    picture.rowOrder = picture.colOrder = {0, 2, 1, 3};
    picture.boxes = {QRect(0, 0, 2, 2), QRect(2, 2, 2, 2)};
    view.setMatrix(picture);
    const PlotColors colors = PlotColors::of(view.palette());
    CHECK(colorOf(view, 0.3, 0.3) == colors.series(0));
    CHECK(colorOf(view, 0.7, 0.7) == colors.series(0));
    CHECK(colorOf(view, 0.7, 0.3) == divergingColor(0, colors));
    const QRectF cells = view.cells();
    const QString reading = view.readingAt(cells.topLeft() + QPointF(0.375 * cells.width(), 0.1 * cells.height()));
    CHECK(reading.contains("row 1, column 3"));
    CHECK(reading.contains("a link"));
}

TEST_CASE("a single entry of a matrix with more rows than pixels is seen") {
    MatrixMapView view;
    view.resize(300, 300);
    MatrixPicture picture;
    picture.rows = picture.cols = 2000;
    picture.values.assign(picture.rows * picture.cols, 0);
    picture.values[1001 * picture.cols + 777] = -1;
    view.setMatrix(picture);
    const QImage image = view.grab().toImage();
    const QColor wanted = divergingColor(-1, PlotColors::of(view.palette()));
    bool found = false;
    for (int y = 0; y < image.height() && !found; ++y)
        for (int x = 0; x < image.width() && !found; ++x) found = image.pixelColor(x, y) == wanted;
    CHECK(found);
}

TEST_CASE("an empty matrix, one of a wrong size and a very long one are drawn without harm") {
    MatrixPicture wrong;
    wrong.rows = 3;
    wrong.cols = 3;
    wrong.values = {1};
    MatrixPicture longOne;
    longOne.rows = 1;
    longOne.cols = 500;
    longOne.values.assign(500, 1);
    for (const MatrixPicture& picture : {MatrixPicture{}, wrong, longOne}) {
        MatrixMapView view;
        view.resize(200, 150);
        view.setEmptyText("nothing");
        view.setMatrix(picture);
        CHECK_FALSE(view.grab().isNull());
        CHECK(QSvgRenderer(plotSvg(view, QSize(200, 150))).isValid());
        view.readingAt({100, 75});
    }
}

TEST_CASE("in a matrix with more rows than pixels a drag means all cells under it, and Escape ends it") {
    MatrixMapView view;
    view.resize(400, 400);
    MatrixPicture picture;
    picture.kind = MatrixPicture::Kind::Links;
    picture.rows = picture.cols = 1500;
    picture.values.assign(picture.rows * picture.cols, 0);
    view.setMatrix(picture);
    std::vector<MatrixCells> drawn;
    std::vector<bool> fills;
    QObject::connect(&view, &MatrixMapView::drawn, [&](const MatrixCells& cells, bool fill) {
        drawn.push_back(cells);
        fills.push_back(fill);
    });
    QWidget* surface = test::surfaceOf(view);
    const QRectF cells = view.cells().translated(-surface->pos());
    test::press(surface, cells.topLeft() + QPointF(0.5, 0.5));
    test::release(surface, cells.topLeft() + QPointF(0.5, 0.5));
    CHECK(drawn.empty());
    view.setEditable(true);
    test::press(surface, cells.topLeft() + QPointF(0.5, 0.5));
    test::drag(surface, cells.bottomRight() + QPointF(30, 30)); // beyond the picture
    test::release(surface, cells.bottomRight() + QPointF(30, 30));
    REQUIRE(drawn.size() == 1);
    CHECK(drawn[0] == MatrixCells{0, 1499, 0, 1499});
    CHECK(fills[0]);
    // Every cell belongs to one pixel: the rows of neighbouring pixels follow each other.
    std::size_t next = 0;
    for (int y = 0; y < static_cast<int>(cells.height()); ++y) {
        test::click(surface, cells.topLeft() + QPointF(3.5, y + 0.5));
        CHECK(drawn.back().row0 == next);
        next = drawn.back().row1 + 1;
    }
    CHECK(next == 1500);
    const QString reading = view.readingAt(view.cells().center());
    CHECK(reading.contains("rows"));
    CHECK(reading.contains("0 of"));

    const std::size_t before = drawn.size();
    test::press(surface, cells.center());
    test::key(&view, Qt::Key_Escape);
    test::release(surface, cells.center());
    CHECK(drawn.size() == before);
    picture.rowOrder.resize(1500);
    for (std::uint32_t i = 0; i < 1500; ++i) picture.rowOrder[i] = 1499 - i;
    view.setMatrix(picture);
    test::click(surface, cells.center());
    CHECK(drawn.size() == before); // not a rectangle of the matrix
}
