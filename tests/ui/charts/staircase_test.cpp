// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/staircase.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace orthant::ui;

namespace {

Staircase stairs(std::vector<double> thresholds, std::vector<double> levels, bool symmetric = false) {
    Staircase s;
    REQUIRE(s.set(std::move(thresholds), std::move(levels)));
    s.setSymmetric(symmetric);
    return s;
}

using List = std::vector<double>;

} // namespace

TEST_CASE("Only what is a quantizer is taken") {
    Staircase s;
    CHECK(s.set({-0.5, 0.5}, {-1, 0, 1}));
    CHECK_FALSE(s.set({0.5, -0.5}, {-1, 0, 1}));
    CHECK_FALSE(s.set({-0.5, 0.5}, {-1, 1, 0}));
    CHECK_FALSE(s.set({-0.5, 0.5}, {-1, 1}));
    CHECK_FALSE(s.set({}, {1}));
    CHECK_FALSE(s.set({std::nan("")}, {-1, 1}));
    CHECK_FALSE(s.set(List(32, 0.0), List(33, 0.0)));
    CHECK(s.levels() == List{-1, 0, 1});
}

TEST_CASE("A value on a threshold belongs to the upper level, as sign(0) = +1") {
    const Staircase s = stairs({-1, 0, 1}, {-3, -1, 1, 3});
    CHECK(s.intervalOf(-1.5) == 0);
    CHECK(s.intervalOf(-1) == 1);
    CHECK(s.intervalOf(0) == 2);
    CHECK(s.intervalOf(7) == 3);
}

TEST_CASE("Neighbours stop a threshold and a level") {
    Staircase s = stairs({-1, 0, 1}, {-3, -1, 1, 3});
    s.moveThreshold(1, 5, 0.1);
    CHECK(s.thresholds() == List{-1, 0.9, 1});
    s.moveThreshold(0, -9, 0.1);
    CHECK(s.thresholds()[0] == -9);
    s.moveLevel(2, -2, 0.1);
    CHECK(s.levels()[2] == Approx(-0.9));
}

TEST_CASE("A symmetric quantizer moves both halves, and none crosses zero") {
    Staircase s = stairs({-1, 0, 1}, {-3, -1, 1, 3}, true);
    s.moveThreshold(2, 1.5, 0.1);
    CHECK(s.thresholds() == List{-1.5, 0, 1.5});
    s.moveThreshold(1, 0.7, 0.1);
    CHECK(s.thresholds()[1] == 0);
    s.moveLevel(1, 0.5, 0.1);
    CHECK(s.levels()[1] == Approx(-0.05));
    CHECK(s.levels()[2] == Approx(0.05));
    Staircase lopsided = stairs({-1, 3}, {-2, 0.5, 4}, true);
    CHECK(lopsided.thresholds() == List{-2, 2});
    CHECK(lopsided.levels() == List{-3, 0, 3});
}

TEST_CASE("An added threshold cuts one interval in two and keeps the others") {
    Staircase s = stairs({0}, {-1, 1});
    REQUIRE(s.add(2, 0.01, -4, 4));
    CHECK(s.thresholds() == List{0, 2});
    CHECK(s.levels() == List{-1, 1, 3});
    REQUIRE(s.add(-2, 0.01, -4, 4)); // the part that holds the level keeps it
    CHECK(s.thresholds() == List{-2, 0, 2});
    CHECK(s.levels() == List{-3, -1, 1, 3});
    CHECK_FALSE(s.add(2.001, 0.01, -4, 4));

    Staircase pair = stairs({0}, {-1, 1}, true);
    REQUIRE(pair.add(2, 0.01, -4, 4));
    CHECK(pair.thresholds() == List{-2, 0, 2});
    CHECK(pair.levels() == List{-3, -1, 1, 3});

    Staircase ternary = stairs({-1, 1}, {-2, 0, 2}, true);
    REQUIRE(ternary.add(0.001, 0.01, -4, 4));
    CHECK(ternary.thresholds() == List{-1, 0, 1});
    CHECK(ternary.levels() == List{-2, -0.5, 0.5, 2});
}

TEST_CASE("Removing a threshold joins its levels, removing a level joins its thresholds") {
    Staircase s = stairs({-1, 0, 1}, {-3, -1, 1, 3});
    REQUIRE(s.removeThreshold(2));
    CHECK(s.thresholds() == List{-1, 0});
    CHECK(s.levels() == List{-3, -1, 2});
    REQUIRE(s.removeLevel(1));
    CHECK(s.thresholds() == List{-0.5});
    CHECK(s.levels() == List{-3, 2});
    CHECK_FALSE(s.removeLevel(0)); // two are the fewest
    CHECK_FALSE(s.removeThreshold(0));

    Staircase pair = stairs({-1, 0, 1}, {-3, -1, 1, 3}, true);
    REQUIRE(pair.removeThreshold(0));
    CHECK(pair.thresholds() == List{0});
    CHECK(pair.levels() == List{-2, 2});
    Staircase ternary = stairs({-1, 1}, {-2, 0, 2}, true);
    CHECK_FALSE(ternary.removeThreshold(0)); // one level would be left
    REQUIRE(ternary.removeLevel(1));
    CHECK(ternary.thresholds() == List{0});
    CHECK(ternary.levels() == List{-2, 2});
}

TEST_CASE("Whatever is done, it stays a quantizer of 2 to 32 levels, and symmetric if it should be") {
    std::mt19937 generator(7);
    const auto random = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(generator); };
    for (const bool symmetric : {false, true}) {
        Staircase s = stairs({0}, {-1, 1}, symmetric);
        for (int i = 0; i < 4000; ++i) {
            const int action = static_cast<int>(random(0, 6));
            const auto t = static_cast<std::size_t>(random(0, static_cast<double>(s.thresholds().size())));
            const auto l = static_cast<std::size_t>(random(0, static_cast<double>(s.levels().size())));
            if (action <= 1) s.add(random(-4, 4), 0.02, -4, 4);
            else if (action == 2) s.moveThreshold(t, random(-5, 5), 0.02);
            else if (action == 3) s.moveLevel(l, random(-5, 5), 0.02);
            else if (action == 4) s.removeThreshold(t);
            else s.removeLevel(l);
            Staircase copy;
            REQUIRE(copy.set(s.thresholds(), s.levels()));
            if (!symmetric) continue;
            for (std::size_t k = 0; k < s.levels().size(); ++k) REQUIRE(s.levels()[k] == -s.levels()[s.levels().size() - 1 - k]);
            for (std::size_t k = 0; k < s.thresholds().size(); ++k) REQUIRE(s.thresholds()[k] == -s.thresholds()[s.thresholds().size() - 1 - k]);
        }
    }
}
