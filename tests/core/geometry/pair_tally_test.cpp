// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/pair_tally.h"

#include "core/kernels/normals.h"
#include "tests/catch.h"

#include <cmath>
#include <numeric>

using namespace orthant;

namespace {

/// Pearson's r by two passes over lists.
double pearson(const std::vector<double>& x, const std::vector<double>& y) {
    const auto n = static_cast<double>(x.size());
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n, my = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / std::sqrt(xx * yy);
}

/// Filters with means of their own; y is x and as much noise.
void fill(Tensor& x, Tensor& y, std::uint64_t seed) {
    fillNormal(Rng(seed), 1, x.values());
    fillNormal(Rng(seed + 1000), 1, y.values());
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (std::size_t f = 0; f < x.cols(); ++f) {
            x.row(i)[f] += 3 * static_cast<float>(f);
            y.row(i)[f] += x.row(i)[f];
        }
}

} // namespace

TEST_CASE("pairs that come in batches give the r of all of them, with and without the means of the filters", "[geometry]") {
    PairTally tally(4);
    std::vector<double> x, y, centredX, centredY;
    std::vector<std::vector<double>> byX(4), byY(4);
    double flips = 0;
    for (const std::size_t rows : {50, 20, 1}) {
        Tensor a({rows, 4}), b({rows, 4});
        fill(a, b, rows);
        tally.add(a, b);
        for (std::size_t i = 0; i < a.size(); ++i) {
            x.push_back(static_cast<double>(a[i]));
            y.push_back(static_cast<double>(b[i]));
            byX[i % 4].push_back(x.back());
            byY[i % 4].push_back(y.back());
            flips += (x.back() > 0) != (y.back() > 0);
        }
    }
    double variance = 0;
    for (std::size_t f = 0; f < 4; ++f) {
        const auto n = static_cast<double>(byX[f].size());
        const double mx = std::accumulate(byX[f].begin(), byX[f].end(), 0.0) / n, my = std::accumulate(byY[f].begin(), byY[f].end(), 0.0) / n;
        for (std::size_t i = 0; i < byX[f].size(); ++i) {
            centredX.push_back(byX[f][i] - mx);
            centredY.push_back(byY[f][i] - my);
            variance += centredY.back() * centredY.back() / n;
        }
    }
    CHECK(tally.pairs() == x.size());
    CHECK(tally.pooled() == Approx(pearson(x, y)).margin(1e-10));
    CHECK(tally.within() == Approx(pearson(centredX, centredY)).margin(1e-10));
    CHECK(tally.pooled() - tally.within() > 0.1);
    CHECK(tally.flips() == Approx(flips / static_cast<double>(x.size())));
    CHECK(tally.varianceOfY() == Approx(variance));
}

TEST_CASE("the map holds the pairs and their line of regression", "[geometry]") {
    PairTally tally(3);
    Tensor x({200, 3}), y({200, 3});
    fillNormal(Rng(1), 10, x.values());
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = -0.5F * x[i] + 2;
    tally.add(x, y);
    const DensityMap map = tally.map();
    CHECK(std::accumulate(map.counts.begin(), map.counts.end(), std::uint64_t{0}) == 600);
    CHECK(map.counts.size() == map.columns * map.rows);
    CHECK(*map.slope == Approx(-0.5).margin(1e-6));
    CHECK(*map.intercept == Approx(2).margin(1e-5));
    CHECK(map.signQuadrants);
    // Each pair is in the cell of its values.
    const auto column = static_cast<std::size_t>((static_cast<double>(x[7]) - map.xLow) / (map.xHigh - map.xLow) * static_cast<double>(map.columns));
    const auto row = static_cast<std::size_t>((static_cast<double>(y[7]) - map.yLow) / (map.yHigh - map.yLow) * static_cast<double>(map.rows));
    CHECK(map.counts[row * map.columns + column] > 0);
}

TEST_CASE("sums of signs fall evenly into the cells of the map", "[geometry]") {
    PairTally tally(1);
    Tensor x({301, 1}), y({301, 1});
    for (int i = 0; i <= 300; ++i) { // even numbers from -300 to 300, each once
        x[static_cast<std::size_t>(i)] = static_cast<float>(2 * i - 300);
        y[static_cast<std::size_t>(i)] = 0.25F;
    }
    tally.add(x, y);
    const DensityMap map = tally.map();
    std::vector<std::uint64_t> columns(map.columns);
    for (std::size_t i = 0; i < map.counts.size(); ++i) columns[i % map.columns] += map.counts[i];
    const double width = (map.xHigh - map.xLow) / static_cast<double>(map.columns);
    CHECK(width == Approx(2 * std::round(width / 2)));
    for (std::size_t c = 0; c < map.columns; ++c) {
        const double left = map.xLow + static_cast<double>(c) * width;
        if (left >= -300 && left + width <= 300) CHECK(static_cast<double>(columns[c]) == Approx(width / 2));
    }
}

TEST_CASE("zeros count as half a flip, and products that do not vary have no r", "[geometry]") {
    PairTally tally(2);
    Tensor x({2, 2}), y({2, 2});
    std::ranges::copy(std::vector<float>{0, 1, -1, 2}, x.data());
    std::ranges::copy(std::vector<float>{1, 1, 1, -0.5F}, y.data());
    tally.add(x, y);
    CHECK(tally.flips() == Approx(2.5 / 4));
    PairTally constant(1);
    constant.add(Tensor({5, 1}, 0.1F), Tensor({5, 1}, 0.3F));
    CHECK(std::isnan(constant.pooled()));
    CHECK_FALSE(constant.map().slope.has_value());
}
