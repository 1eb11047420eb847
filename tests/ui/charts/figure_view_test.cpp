// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figure_view.h"

#include "tests/catch.h"
#include "tests/ui/events.h"
#include "ui/charts/density_view.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/tile_view.h"

using namespace orthant;
using namespace orthant::ui;

namespace {

Figure curves(const std::string& id, double top) {
    Figure figure;
    figure.id = id;
    figure.title = "Angles";
    figure.caption = "What is seen.";
    figure.x = {"Angle", "°"};
    figure.y = {"Density"};
    figure.series = {{"measured", {0, 1, 2, 3}, {0, top, 0}, FigureSeries::Style::Steps}, {"exact", {0, 3}, {0, top}, FigureSeries::Style::Theory, "p(x) = x"}};
    return figure;
}

} // namespace

TEST_CASE("A figure of curves is shown by a plot with its axes, names, styles and notes") {
    FigureView view;
    view.setFigure(curves("angles", 2));
    const auto* plot = qobject_cast<PlotView*>(&view.frame());
    REQUIRE(plot);
    CHECK(plot->title() == "Angles");
    CHECK(plot->xAxis().unit == QStringLiteral("°"));
    REQUIRE(plot->series().size() == 2);
    CHECK(plot->series()[0].style == PlotSeries::Style::Steps);
    CHECK(plot->series()[1].style == PlotSeries::Style::Theory);
    CHECK(plot->series()[1].note == "p(x) = x");
}

TEST_CASE("The next figure of the same id keeps zoom and axes; another id starts afresh") {
    FigureView view;
    view.resize(500, 300);
    view.setFigure(curves("angles", 2));
    auto* plot = qobject_cast<PlotView*>(&view.frame());
    REQUIRE(plot);
    plot->setLogY(true);
    view.setFigure(curves("angles", 5));
    CHECK(&view.frame() == plot);
    CHECK(plot->yAxis().logarithmic);
    CHECK(plot->series()[0].y[1] == 5);
    view.setFigure(curves("scaling", 5));
    plot = qobject_cast<PlotView*>(&view.frame());
    REQUIRE(plot);
    CHECK_FALSE(plot->yAxis().logarithmic);
}

TEST_CASE("Maps and tiles get views of their own, and the frame is never missing") {
    FigureView view;
    view.resize(400, 300);
    int changes = 0;
    QObject::connect(&view, &FigureView::frameChanged, [&changes] { ++changes; });
    view.setEmptyText("Press Run");
    CHECK(view.frame().emptyText() == "Press Run");
    Figure map = curves("map", 1);
    map.map = DensityMap{-1, 1, -1, 1, 2, 2, {1, 2, 3, 4}, false, {}, {}};
    view.setFigure(map);
    const auto* density = qobject_cast<DensityView*>(&view.frame());
    REQUIRE(density);
    CHECK(density->pointCount() == 10);
    CHECK(density->series().size() == 2);
    CHECK(density->emptyText() == "Press Run");
    Figure tiles;
    tiles.id = "tiles";
    tiles.tiles = {{"a", 1, 1, 1, {1}}};
    view.setFigure(tiles);
    REQUIRE(qobject_cast<TileView*>(&view.frame()));
    view.setFigure(tiles);
    CHECK(changes == 2);
    view.setFigure(curves("angles", 1));
    CHECK(qobject_cast<PlotView*>(&view.frame()));
    CHECK_FALSE(view.grab().isNull());
}

TEST_CASE("New ends of an axis do not move a view that the person has zoomed") {
    FigureView view;
    view.resize(500, 300);
    Figure figure = curves("angles", 2);
    view.setFigure(figure);
    auto& plot = dynamic_cast<PlotView&>(view.frame());
    test::key(&plot, Qt::Key_Plus);
    const QRectF zoomed = plot.visibleRange();
    figure.x.maximum = 10;
    figure.x.title = "Angle in d = 100";
    view.setFigure(figure);
    CHECK(plot.visibleRange() == zoomed);
    CHECK(plot.xAxis().title == "Angle in d = 100");
    test::key(&plot, Qt::Key_0);
    CHECK(plot.visibleRange().right() == 10);
}
