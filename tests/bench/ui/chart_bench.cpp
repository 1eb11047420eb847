// SPDX-License-Identifier: GPL-3.0-or-later
/// What one frame of a chart costs: new data, decimation, drawing into an off-screen image. The live views ask for 30 frames
/// per second of several charts at once.
#include "ui/charts/boundary_view.h"
#include "ui/charts/decimate.h"
#include "ui/charts/density_view.h"
#include "ui/charts/histogram.h"
#include "ui/charts/orthant_view.h"
#include "ui/charts/plot_view.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <QPainter>

#include <cmath>
#include <random>

using namespace orthant;
using namespace orthant::ui;

namespace {

PlotSeries noisyCurve(std::int64_t points, PlotSeries::Style style) {
    std::mt19937 generator(1);
    std::normal_distribution<double> normal;
    PlotSeries series{QStringLiteral("loss"), {}, {}, style};
    for (std::int64_t i = 0; i < points; ++i) {
        series.x.push_back(static_cast<double>(i));
        series.y.push_back(std::exp(-3.0 * static_cast<double>(i) / static_cast<double>(points)) + 0.02 * normal(generator));
    }
    return series;
}

/// One frame as the window makes it: the widget paints itself into an image.
void frame(QWidget& view, QImage& image) { view.render(&image); }

void drawPlot(benchmark::State& state, PlotSeries::Style style, bool logarithmic) {
    PlotView view;
    view.resize(800, 450);
    view.setLogY(logarithmic);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    const PlotSeries series = noisyCurve(state.range(0), style);
    for (auto _ : state) {
        view.setSeries({series});
        frame(view, image);
    }
    state.counters["points_drawn"] = static_cast<double>(view.drawCounts().points);
}

void BM_Line(benchmark::State& state) { drawPlot(state, PlotSeries::Style::Line, false); }
void BM_LineLogarithmic(benchmark::State& state) { drawPlot(state, PlotSeries::Style::Line, true); }
void BM_Points(benchmark::State& state) { drawPlot(state, PlotSeries::Style::Points, false); }

void BM_Decimate(benchmark::State& state) {
    const PlotSeries series = noisyCurve(state.range(0), PlotSeries::Style::Line);
    const AxisScale x(0, static_cast<double>(state.range(0)), false), y(0, 1, false);
    for (auto _ : state) benchmark::DoNotOptimize(decimateLine(series.x, series.y, true, x, y, 800));
}

void BM_Histogram(benchmark::State& state) {
    PlotView view;
    view.resize(800, 450);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    Histogram histogram;
    for (int i = 0; i < 256; ++i) histogram.counts.push_back(static_cast<std::uint32_t>(1000 * std::exp(-0.001 * (i - 128) * (i - 128))));
    for (auto _ : state) {
        view.setSeries({stepHistogram(QStringLiteral("latent"), histogram)});
        frame(view, image);
    }
}

void BM_Boundary(benchmark::State& state) {
    const auto side = static_cast<std::size_t>(state.range(0));
    BoundaryReading reading;
    reading.xLow = reading.yLow = -1;
    reading.xHigh = reading.yHigh = 1;
    reading.width = reading.height = side;
    for (std::size_t i = 0; i < side * side; ++i) {
        reading.classes.push_back(i % side > side / 2);
        reading.margins.push_back(static_cast<float>(i % 100) / 100.0f);
    }
    BoundaryView view;
    view.resize(600, 500);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    LabelledPoints points;
    std::mt19937 generator(2);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (int i = 0; i < 1000; ++i) {
        points.x.push_back(uniform(generator));
        points.y.push_back(uniform(generator));
        points.classes.push_back(static_cast<std::uint8_t>(i % 2));
    }
    view.setPoints(points);
    for (auto _ : state) {
        view.setBoundary(reading);
        frame(view, image);
    }
}

/// A million points, as the dot-product bench shows them: the counts come anew with each frame.
void BM_Density(benchmark::State& state) {
    const auto side = static_cast<std::size_t>(state.range(0));
    DensityMap map;
    map.xLow = map.yLow = -4;
    map.xHigh = map.yHigh = 4;
    map.columns = map.rows = side;
    map.counts.assign(side * side, 0);
    map.signQuadrants = true;
    map.slope = 0.8;
    map.intercept = 0.01;
    std::mt19937 generator(3);
    std::normal_distribution<double> normal;
    for (int i = 0; i < 1000000; ++i) {
        const double a = normal(generator), b = 0.8 * a + 0.6 * normal(generator);
        const double column = std::floor((a + 4) / 8 * static_cast<double>(side)), row = std::floor((b + 4) / 8 * static_cast<double>(side));
        if (column < 0 || row < 0 || column >= static_cast<double>(side) || row >= static_cast<double>(side)) continue;
        ++map.counts[static_cast<std::size_t>(row) * side + static_cast<std::size_t>(column)];
    }
    DensityView view;
    view.resize(800, 600);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state) {
        view.setMap(map);
        frame(view, image);
    }
}

/// One step of a drag on the sphere.
void BM_Orthant(benchmark::State& state) {
    OrthantView view;
    view.setDimension(static_cast<int>(state.range(0)));
    view.resize(800, 600);
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    double at = 0;
    for (auto _ : state) {
        at += 0.01;
        std::vector<double> v{std::cos(at), std::sin(at), 0.4};
        v.resize(static_cast<std::size_t>(state.range(0)));
        view.setVector(v);
        frame(view, image);
    }
}

BENCHMARK(BM_Line)->RangeMultiplier(10)->Range(1000, 1000000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_LineLogarithmic)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Points)->RangeMultiplier(10)->Range(1000, 100000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Decimate)->RangeMultiplier(10)->Range(1000, 1000000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Histogram)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Boundary)->Arg(100)->Arg(200)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Density)->Arg(100)->Arg(200)->Arg(400)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Orthant)->Arg(2)->Arg(3)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
