// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace orthant::ui;

namespace {

struct Data {
    std::vector<double> x, y;
};

Data noise(std::size_t n) {
    Data data;
    std::mt19937 generator(7);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < n; ++i) {
        data.x.push_back(static_cast<double>(i));
        data.y.push_back(normal(generator));
    }
    return data;
}

} // namespace

TEST_CASE("A decimated line has two points per column and keeps the extremes of each column") {
    Data data = noise(100000);
    data.y[31234] = 50;
    data.y[70001] = -60;
    const AxisScale x(0, 99999, false), y(-60, 50, false);
    constexpr int columns = 800;
    const auto line = decimateLine(data.x, data.y, true, x, y, columns);
    CHECK(line.size() <= 2 * columns + 2);
    // Slow and obvious: the extremes of each column by its own pass.
    std::vector<double> low(columns + 1, 1e9), high(columns + 1, -1e9), lineLow(low), lineHigh(high);
    for (std::size_t i = 0; i < data.x.size(); ++i) {
        const auto c = static_cast<std::size_t>(std::floor(x.toUnit(data.x[i]) * columns));
        low[c] = std::min(low[c], y.toUnit(data.y[i]));
        high[c] = std::max(high[c], y.toUnit(data.y[i]));
    }
    for (const QPointF& p : line) {
        const auto c = static_cast<std::size_t>(std::floor(p.x() * columns));
        lineLow[c] = std::min(lineLow[c], p.y());
        lineHigh[c] = std::max(lineHigh[c], p.y());
    }
    CHECK(lineLow == low);
    CHECK(lineHigh == high);
    CHECK(std::is_sorted(line.begin(), line.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); }));
}

TEST_CASE("A short line is drawn as it is") {
    const std::vector<double> x{0, 1, 4}, y{0, 2, 1};
    const auto line = decimateLine(x, y, true, {0, 4, false}, {0, 2, false}, 100);
    CHECK(line == QList<QPointF>{{0, 0}, {0.25, 1}, {1, 0.5}});
}

TEST_CASE("Values that are not finite bridge the line, values that a logarithm cannot take are left out") {
    const double nan = std::nan(""), infinity = HUGE_VAL;
    const std::vector<double> x{1, 2, 3, 4, 5}, y{1, nan, infinity, 0, 100};
    CHECK(decimateLine(x, y, true, {1, 5, false}, {0, 100, false}, 10).size() == 3);
    const auto line = decimateLine(x, y, true, {1, 5, false}, {1, 100, true}, 10);
    CHECK(line == QList<QPointF>{{0, 0}, {1, 1}});
}

TEST_CASE("Zoomed in, only the view and one neighbour on each side remain, on the right slope") {
    const std::vector<double> x{0, 1, 2, 3, 4}, y{0, 10, 20, 30, 40};
    const auto line = decimateLine(x, y, true, {1.4, 1.6, false}, {14, 16, false}, 100);
    // The line y = 10 x passes through (0, 0) and (1, 1) of this view: every point of it has equal coordinates.
    REQUIRE(line.size() >= 2);
    for (const QPointF& p : line) {
        CHECK(p.x() == Approx(p.y()).margin(1e-9));
        CHECK(p.y() >= -1.001);
        CHECK(p.y() <= 2.001);
    }
    CHECK(line.front().x() <= 0);
    CHECK(line.back().x() >= 1);
}

TEST_CASE("A curve that returns in x is drawn in its own order") {
    std::vector<double> x, y;
    for (int i = 0; i <= 100; ++i) {
        x.push_back(std::cos(i * 0.0628318));
        y.push_back(std::sin(i * 0.0628318));
    }
    CHECK_FALSE(factsOf(x, y).sorted);
    const auto line = decimateLine(x, y, false, {-1, 1, false}, {-1, 1, false}, 1000);
    CHECK(line.size() == 101);
    CHECK(line[25].y() == Approx(1).margin(1e-6));
}

TEST_CASE("Facts of a series count what can be drawn") {
    const std::vector<double> x{0, 1, 2, 3}, y{-1, std::nan(""), 0, 5};
    const SeriesFacts facts = factsOf(x, y);
    CHECK(facts.points == 3);
    CHECK(facts.lowY == -1);
    CHECK(facts.highY == 5);
    CHECK(facts.lowestPositiveY == 5);
    CHECK(facts.lowestPositiveX == 2);
    CHECK(facts.sorted);
    CHECK(factsOf({}, {}).points == 0);
}
