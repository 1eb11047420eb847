// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/band_view.h"
#include "tests/catch.h"

#include <QImage>
#include <QPainter>

#include <cmath>
#include <limits>

using namespace orthant;
using namespace orthant::ui;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Draws a view over x and y from 0 to 10 and gives the colour at a place in these units.
QColor colorAt(const BandView& view, double x, double y) {
    QImage image(500, 400, QImage::Format_RGB32);
    QPainter painter(&image);
    view.paintTo(painter, image.size(), PlotColors::light());
    painter.end();
    const QRectF area = view.plotArea();
    return image.pixelColor(static_cast<int>(area.left() + x / 10 * area.width()), static_cast<int>(area.bottom() - y / 10 * area.height()));
}

std::unique_ptr<BandView> viewOf(std::vector<BandSeries> bands) {
    auto view = std::make_unique<BandView>();
    view->resize(500, 400);
    view->setAxes({.title = "x", .minimum = 0.0, .maximum = 10.0}, {.title = "y", .minimum = 0.0, .maximum = 10.0});
    view->setBands(std::move(bands));
    return view;
}

} // namespace

TEST_CASE("a band is pale, of the colour of its curve, and ends one spread from the mean") {
    const auto view = viewOf({{"a", {0, 10}, {5, 5}, {2, 2}, 0, {}}});
    const QColor background = PlotColors::light().background;
    CHECK(colorAt(*view, 4.7, 5.6) != background);
    CHECK(colorAt(*view, 4.7, 4.4) == colorAt(*view, 4.7, 5.6));
    CHECK(colorAt(*view, 4.7, 8.3) == background);
    CHECK(colorAt(*view, 4.7, 1.7) == background);
}

TEST_CASE("one seed has a curve and no band") {
    const auto view = viewOf({{"a", {0, 10}, {5, 5}, {unknown, unknown}, 0, {}}});
    CHECK(view->series().size() == 1);
    CHECK(colorAt(*view, 4.7, 5.6) == PlotColors::light().background);
}

TEST_CASE("the axis has room for the bands, and the table has every number") {
    BandView view;
    view.resize(500, 400);
    view.setAxes({.title = "Step"}, {.title = "Accuracy", .unit = "%"});
    view.setBands({{"BNN", {1, 2, 3}, {50, 60, 70}, {40, 5, 5}, 0, {}}, {"BNN+", {1}, {55}, {unknown}, 1, {}}});
    CHECK(view.visibleRange().top() <= 10); // 50 - 40; the rectangle starts at the lowest value
    CHECK(view.visibleRange().bottom() >= 90);
    const Table table = view.toTable();
    CHECK(table.columns().size() == 6);
    REQUIRE(table.rows() == 3);
    CHECK(table.columns()[1].values == std::vector<double>{50, 60, 70});
    CHECK(table.columns()[2].values == std::vector<double>{40, 5, 5});
    CHECK(std::isnan(table.columns()[4].values[1]));
}
