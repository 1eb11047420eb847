// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/signal_figures.h"

#include "tests/catch.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/tile_view.h"

using namespace orthant;
using namespace orthant::ui;

namespace {

Tensor row(std::vector<float> values) {
    Tensor tensor({values.size()});
    std::ranges::copy(values, tensor.data());
    return tensor;
}

} // namespace

TEST_CASE("a sparse vector is drawn as spikes without its zeros, under an estimate as points") {
    Problem problem;
    problem.kind = SignalKind::Spikes;
    const Tensor x = row({0, 2, 0, -1}), estimate = row({0, 1.5F, 0.25F, 0});
    const Figure alone = signalFigure(problem, &x, {});
    REQUIRE(alone.series.size() == 1);
    CHECK(alone.series[0].style == FigureSeries::Style::Spikes);
    CHECK(alone.series[0].x == std::vector<double>{2, 4});
    const Figure both = signalFigure(problem, &x, {{"estimate", &estimate}});
    REQUIRE(both.series.size() == 2);
    CHECK(both.series[0].y == std::vector<double>{1.5, 0.25});
    CHECK(both.series[1].style == FigureSeries::Style::Points);
}

TEST_CASE("a series is drawn over seconds, with the original dashed") {
    Problem problem;
    problem.kind = SignalKind::Series;
    problem.sampleRate = 256;
    problem.signalUnit = "uV";
    const Tensor x = row({1, 2, 3}), estimate = row({1, 2, 2});
    const Figure figure = signalFigure(problem, &x, {{"estimate", &estimate}});
    CHECK(figure.x.unit == "s");
    CHECK(figure.y.unit == "uV");
    CHECK(figure.series[0].x[2] == Approx(2.0 / 256));
    CHECK(figure.series[1].style == FigureSeries::Style::Theory);
}

TEST_CASE("several channels are the root of the sum of their squares") {
    Problem problem;
    Tensor x({2, 3});
    x[0] = 3;
    x[3] = 4;
    CHECK(signalFigure(problem, &x, {}).series[0].y == std::vector<double>{5});
}

TEST_CASE("pictures stand side by side with the grey values of the original") {
    Problem problem;
    problem.kind = SignalKind::Image;
    Tensor x({2, 3}, 0.5F), estimate({2, 3}, 0.25F);
    x[0] = 0;
    x[5] = 1;
    const Figure figure = signalFigure(problem, &x, {{"PIBiNN", &estimate}});
    REQUIRE(figure.tiles.size() == 2);
    CHECK(figure.tiles[1].width == 3);
    CHECK(figure.tiles[1].height == 2);
    FigureView view;
    view.resize(400, 300);
    showSignal(view, figure, x);
    auto* tiles = dynamic_cast<TileView*>(&view.frame());
    REQUIRE(tiles);
    view.grab(); // lays it out
    const QRectF second = tiles->tileArea(1);
    CHECK(tiles->grab().toImage().pixelColor(second.center().toPoint()) == QColor(64, 64, 64));
}

TEST_CASE("measurements are a curve, a picture, or a picture of rows") {
    Problem problem;
    problem.kind = SignalKind::Image;
    Whole whole;
    whole.original = Tensor({2, 2});
    whole.measured = Tensor({1, 5}, 1);
    CHECK(measurementFigure(problem, whole).tiles.size() == 1); // of a problem of pictures every matrix is one
    whole.measured = Tensor({5}, 1);
    CHECK(measurementFigure(problem, whole).series.size() == 1);
    problem.kind = SignalKind::Spikes;
    whole.measured = Tensor({3, 5}, 1);
    CHECK(measurementFigure(problem, whole).tiles.size() == 1);
    whole.measured = Tensor({1, 5}, 1);
    CHECK(measurementFigure(problem, whole).series[0].x.size() == 5);
}
