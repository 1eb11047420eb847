// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/density_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/color_maps.h"
#include "ui/charts/plot_export.h"

#include <QImage>
#include <QtSvg/QSvgRenderer>

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

/// 4 x 2 cells over [-2, 2] x [-1, 1]; the first row is y < 0.
DensityMap smallMap() {
    DensityMap map;
    map.xLow = -2;
    map.xHigh = 2;
    map.yLow = -1;
    map.yHigh = 1;
    map.columns = 4;
    map.rows = 2;
    map.counts = {100, 10, 1, 0, 0, 1, 10, 78};
    return map;
}

QColor colorAt(const QImage& image, const QPointF& at) { return image.pixelColor(at.toPoint()); }

} // namespace

TEST_CASE("Cells with more points are further from the background, empty cells are the background, in both themes") {
    for (const PlotColors& colors : {PlotColors::light(), PlotColors::darkTheme()}) {
        double before = contrast(sequentialColor(0, colors), colors.background), greyBefore = contrast(greyColor(0, colors), colors.background);
        CHECK(before > 1.3);
        CHECK(greyBefore > 1.2);
        for (int i = 1; i <= 20; ++i) {
            const double now = contrast(sequentialColor(i / 20.0, colors), colors.background);
            const double grey = contrast(greyColor(i / 20.0, colors), colors.background);
            CHECK(now > before);
            CHECK(grey > greyBefore);
            before = now;
            greyBefore = grey;
        }
        CHECK(before > 7);
    }
    DensityView view;
    view.resize(300, 240);
    view.setMap(smallMap());
    const QImage image = view.grab().toImage();
    const PlotColors colors = PlotColors::of(view.palette());
    CHECK(colorAt(image, view.toPixel(-1.6, -0.6)) == sequentialColor(1, colors));
    CHECK(colorAt(image, view.toPixel(0.6, -0.6)) == sequentialColor(0, colors));
    CHECK(colorAt(image, view.toPixel(1.6, -0.7)) == colors.background);
}

TEST_CASE("The quadrants of sign flips are grey and the share of their points is told") {
    DensityMap map = smallMap();
    map.signQuadrants = true;
    map.counts = {50, 10, 5, 5, 5, 5, 10, 10};
    DensityView view;
    view.resize(300, 240);
    view.setMap(map);
    CHECK(view.pointCount() == 100);
    CHECK(view.flippedShare() == Approx(0.20));
    const QColor flipped = colorAt(view.grab().toImage(), view.toPixel(0.6, -0.6));
    CHECK(flipped.red() == flipped.blue());
    CHECK(view.readingAt(view.toPixel(0.6, -0.6)).contains(QStringLiteral("20.0")));
    CHECK(view.readingAt(view.toPixel(0.6, -0.6)).contains("5 points"));

    // A cell on an axis counts by its area: the middle one of three columns lies half on each side.
    DensityMap wide;
    wide.xLow = wide.yLow = -1;
    wide.xHigh = wide.yHigh = 1;
    wide.columns = 3;
    wide.rows = 2;
    wide.counts = {0, 0, 0, 0, 8, 0};
    wide.signQuadrants = true;
    view.setMap(wide);
    CHECK(view.flippedShare() == Approx(0.5));
}

TEST_CASE("The line of regression lies where slope and intercept say, over the map, and can be hidden") {
    DensityMap map = smallMap();
    map.slope = 0.25;
    map.intercept = 0.1;
    DensityView view;
    view.resize(400, 300);
    view.setMap(map);
    view.setSeries({{"theory", {-2, 2}, {-1, 1}, PlotSeries::Style::Theory, -1, "y = x / 2"}});
    REQUIRE(view.series().size() == 2);
    const PlotColors colors = PlotColors::of(view.palette());
    const QPointF on = view.toPixel(1.3, 0.25 * 1.3 + 0.1);
    QImage image = view.grab().toImage();
    const auto near = [&](const QColor& c) {
        for (int dy = -2; dy <= 2; ++dy) {
            const QColor p = image.pixelColor(on.toPoint() + QPoint(0, dy));
            if (std::abs(p.red() - c.red()) + std::abs(p.green() - c.green()) + std::abs(p.blue() - c.blue()) < 60) return true;
        }
        return false;
    };
    CHECK(near(colors.series(1)));
    const QPointF entry = view.legendEntryCentre("regression line");
    REQUIRE_FALSE(entry.isNull());
    test::click(test::surfaceOf(view), entry);
    image = view.grab().toImage();
    CHECK_FALSE(near(colors.series(1)));
}

TEST_CASE("A density map keeps its zoom while the map changes, and a double click shows all") {
    DensityView view;
    view.resize(400, 300);
    view.setMap(smallMap());
    CHECK(view.visibleRange() == QRectF(QPointF(-2, -1), QPointF(2, 1)));
    QWidget* surface = test::surfaceOf(view);
    test::wheel(surface, view.toPixel(0, 0), 3);
    const QRectF zoomed = view.visibleRange();
    CHECK(zoomed.width() < 3);
    DensityMap more = smallMap();
    more.xHigh = 3;
    view.setMap(more);
    CHECK(view.visibleRange() == zoomed);
    test::doubleClick(surface, view.toPixel(0, 0));
    CHECK(view.visibleRange().right() == 3);
}

TEST_CASE("The table of a density map has the cells with points, the curves and the line") {
    DensityMap map = smallMap();
    map.slope = 0.5;
    map.intercept = 0.25;
    DensityView view;
    view.setAxes({"Product", "mm"}, {"Binary product"});
    view.setMap(map);
    view.setSeries({{"diagonal", {-1, 1}, {-1, 1}}});
    const Table table = view.toTable();
    REQUIRE(table.find("cell_product_mm"));
    CHECK(table.rows() == 6);
    CHECK(table.find("cell_product_mm")->values[0] == Approx(-1.5));
    CHECK(table.find("cell_binary_product")->values[5] == Approx(0.5));
    CHECK(table.find("count")->values[5] == 78);
    CHECK(table.find("share")->values[0] == Approx(0.5));
    REQUIRE(table.find("diagonal"));
    CHECK(std::isnan(table.find("diagonal")->values[2]));
    CHECK(table.find("slope")->values[0] == 0.5);
    CHECK(table.find("intercept")->values[0] == 0.25);
}

TEST_CASE("Empty, damaged and odd maps are drawn and exported without harm") {
    DensityMap damaged = smallMap(), empty = smallMap(), flat = smallMap();
    damaged.counts.pop_back();
    empty.counts.assign(8, 0);
    flat.xHigh = flat.xLow;
    for (const DensityMap& map : {DensityMap{}, damaged, empty, flat, smallMap()}) {
        for (const QSize size : {QSize(120, 90), QSize(700, 500)}) {
            DensityView view;
            view.resize(size);
            view.setMap(map);
            CHECK_FALSE(view.grab().isNull());
            CHECK(QSvgRenderer(plotSvg(view, size)).isValid());
            view.readingAt(view.plotArea().center());
            view.toTable();
        }
    }
    DensityView view;
    view.setMap(smallMap());
    const QImage image = plotImage(view, {400, 300}, 1);
    CHECK(image.pixelColor(1, 1) == Qt::white);
}
