// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/figure_view.h"

#include "tests/catch.h"
#include "ui/charts/plot_view.h"

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
