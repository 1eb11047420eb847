// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram.h"

#include "tests/catch.h"

#include <numeric>

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("A latent distribution is a step area in percent with one edge more than bins") {
    Histogram histogram;
    histogram.low = -2;
    histogram.high = 2;
    histogram.counts = {1, 2, 4, 1};
    const PlotSeries series = stepHistogram("latent", histogram);
    CHECK(series.style == PlotSeries::Style::Steps);
    CHECK(series.x == std::vector<double>{-2, -1, 0, 1, 2});
    CHECK(series.y == std::vector<double>{12.5, 25, 50, 12.5});
}

TEST_CASE("More than 256 bins are merged without losing a value") {
    Histogram histogram;
    histogram.low = 0;
    histogram.high = 1000;
    histogram.counts.assign(1000, 3);
    const PlotSeries series = stepHistogram("latent", histogram);
    CHECK(series.y.size() == 250);
    CHECK(series.x.size() == 251);
    CHECK(series.x[1] == 4);
    CHECK(series.x.back() == 1000);
    CHECK(std::accumulate(series.y.begin(), series.y.end(), 0.0) == Approx(100));
}

TEST_CASE("A two-valued distribution is two spikes at its levels") {
    const double levels[] = {-1, 1};
    const std::uint64_t counts[] = {30, 10};
    const PlotSeries series = spikeHistogram("binarized", levels, counts);
    CHECK(series.style == PlotSeries::Style::Spikes);
    CHECK(series.x == std::vector<double>{-1, 1});
    CHECK(series.y == std::vector<double>{75, 25});
}

TEST_CASE("Empty distributions are empty series") {
    CHECK(stepHistogram("latent", {}).y.empty());
    CHECK(spikeHistogram("binarized", {}, {}).y.empty());
    Histogram nothing;
    nothing.counts = {0, 0};
    CHECK(stepHistogram("latent", nothing).y == std::vector<double>{0, 0});
}
