// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in this file come from tables that were made apart from this code, by Monte Carlo and quadrature.
#include "core/geometry/theory_levels.h"

#include "tests/catch.h"

#include <cmath>

using namespace orthant::theory;

namespace {

const Source gaussian{Source::Law::Gaussian}, uniform{Source::Law::Uniform}, laplace{Source::Law::Laplace},
    logistic{Source::Law::Logistic};
Source student(double nu) { return {Source::Law::StudentT, nu}; }

} // namespace

TEST_CASE("moments over an interval agree with sums over its density", "[geometry]") {
    for (const Source& source : {gaussian, uniform, laplace, logistic, student(5), student(12)})
        for (const auto& [from, to] : {std::pair{-0.7, 1.1}, {0.3, 1.6}, {-2.5, -0.2}})
            for (int k = 0; k <= 4; ++k) {
                constexpr int steps = 2000;
                const double width = (to - from) / steps;
                double sum = 0;
                for (int i = 0; i < steps; ++i) {
                    const double x = from + (i + 0.5) * width;
                    sum += std::pow(x, k) * sourceDensity(source, x) * width;
                }
                INFO(static_cast<int>(source.law) << ", power " << k << ", from " << from);
                CHECK(sourceMoment(source, k, from, to) == Approx(sum).margin(1e-3)); // the uniform density has an edge
            }
    for (const Source& source : {gaussian, uniform, laplace, logistic, student(5)}) {
        CHECK(sourceMoment(source, 0, -INFINITY, INFINITY) == Approx(1));
        CHECK(sourceMoment(source, 1, -INFINITY, INFINITY) == Approx(0).margin(1e-14));
        CHECK(sourceMoment(source, 2, -INFINITY, INFINITY) == Approx(1));
    }
    CHECK(std::isinf(sourceMoment(student(4), 4, 1, INFINITY)));
}

TEST_CASE("sign has the constants of the table for each law", "[geometry]") {
    struct Row {
        Source source;
        double cosine, angle, error, decibels, spread, shift, flips;
    };
    const double none = std::nan("");
    for (const Row& row : {Row{gaussian, 0.797885, 37.071435, 0.363380, 4.3964, 20.1784, -23.6624, 0.205952},
                           Row{laplace, 0.707107, 45, 0.5, 3.0103, 28.6479, -57.2958, 0.25},
                           Row{uniform, 0.866025, 30, 0.25, 6.0206, 18.1185, -9.9239, 0.166667},
                           Row{logistic, 0.764304, 40.154875, 0.415839, 3.8107, 25.3868, none, 0.223083},
                           Row{student(5), 0.735105, 42.683894, 0.459620, 3.3760, 57.2958, none, 0.237133},
                           Row{student(10), 0.773398, 39.339982, 0.401855, 3.9593, 25.7903, none, 0.218555}}) {
        const ScalarQuantizerFacts facts = factsOf(signQuantizer(row.source), row.source);
        INFO(row.angle);
        CHECK(facts.cosine == Approx(row.cosine).margin(6e-7));
        CHECK(facts.angle == Approx(row.angle).margin(1e-6));
        CHECK(facts.error == Approx(row.error).margin(6e-7));
        CHECK(facts.signalToNoise == Approx(row.decibels).margin(6e-5));
        CHECK(facts.spread == Approx(row.spread).margin(6e-5));
        if (!std::isnan(row.shift)) CHECK(facts.shift == Approx(row.shift).margin(6e-5));
        CHECK(facts.flips == Approx(row.flips).margin(6e-7));
        CHECK(facts.entropy == Approx(1));
        CHECK(facts.bestScale == Approx(1));
        CHECK(facts.zeros == 0);
    }
    const ScalarQuantizerFacts heavy = factsOf(signQuantizer(student(3)), student(3));
    CHECK(heavy.cosine == Approx(2 / std::acos(-1.0))); // E|t| = 2 sqrt(3)/pi, E t^2 = 3
    CHECK(std::isinf(heavy.spread));
    CHECK(std::isnan(heavy.shift));
}

TEST_CASE("ternary follows its curve and has its optimum at 0.612 sigma", "[geometry]") {
    const double curve[][2] = {{0.05, 35.5835}, {0.1, 34.1523}, {0.2, 31.5072}, {0.3, 29.2414}, {0.4, 27.4724},
                               {0.5, 26.3159},  {0.6, 25.8600}, {0.7, 26.1382}, {0.8, 27.1162}, {1.0, 30.7828},
                               {1.2, 35.9464},  {1.5, 44.8748}, {2.0, 59.5873}};
    for (const auto& [threshold, angle] : curve)
        CHECK(factsOf(ternaryQuantizer(gaussian, threshold), gaussian).angle == Approx(angle).margin(6e-5));
    const ScalarQuantizerFacts paper = factsOf(ternaryQuantizer(gaussian, 1.0 / 9), gaussian);
    CHECK(paper.cosine == Approx(0.830566).margin(2e-6));
    CHECK(paper.angle == Approx(33.843).margin(6e-4));
    CHECK(paper.zeros == Approx(0.088472).margin(6e-7));
    CHECK(paper.spread == Approx(19.6571).margin(1e-4));
    CHECK(paper.shift == Approx(-26.891).margin(1e-3));
    const ScalarQuantizerFacts weights = factsOf(ternaryQuantizer(gaussian, 0.7 * meanMagnitude(gaussian)), gaussian);
    CHECK(weights.angle == Approx(25.9605).margin(6e-5));
    CHECK(weights.error == Approx(0.191626).margin(6e-7));

    struct Row {
        Source source;
        double threshold, level, zeros, cosine, angle, error, decibels, flips;
    };
    for (const Row& row : {Row{gaussian, 0.612003, 1.224006, 0.459464, 0.899903, 25.854640, 0.190174, 7.2085, 0.143637},
                           Row{laplace, 0.707107, 1.414214, 0.632121, 0.857764, 30.933568, 0.264241, 5.7800, 0.171853},
                           Row{uniform, 1 / std::sqrt(3.0), 2 / std::sqrt(3.0), 1.0 / 3, 0.942809, 19.471221, 0.111111,
                               9.5424, 0.108173}}) {
        const ScalarQuantizer best = lloydMax(row.source, 3);
        CHECK(best.thresholds[1] == Approx(row.threshold).margin(6e-7));
        CHECK(best.levels[2] == Approx(row.level).margin(6e-7));
        CHECK(best.levels[1] == 0);
        const ScalarQuantizerFacts facts = factsOf(best, row.source);
        CHECK(facts.zeros == Approx(row.zeros).margin(6e-7));
        CHECK(facts.cosine == Approx(row.cosine).margin(6e-7));
        CHECK(facts.angle == Approx(row.angle).margin(1e-6));
        CHECK(facts.error == Approx(row.error).margin(6e-7));
        CHECK(facts.signalToNoise == Approx(row.decibels).margin(6e-5));
        CHECK(facts.flips == Approx(row.flips).margin(6e-7));
    }
    CHECK(factsOf(lloydMax(gaussian, 3), gaussian).shift == Approx(-22.617).margin(6e-4));
    CHECK(factsOf(lloydMax(laplace, 3), laplace).spread == Approx(31.5852).margin(6e-5));
    CHECK(factsOf(lloydMax(laplace, 3), laplace).shift == Approx(-65.698).margin(6e-4));
}

TEST_CASE("Lloyd-Max meets the listed levels, thresholds and angles", "[geometry]") {
    const auto half = [](const std::vector<double>& values) {
        return std::vector<double>(values.end() - static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    };
    const auto check = [](const std::vector<double>& found, const std::vector<double>& expected) {
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            CHECK(found[i] == Approx(expected[i]).margin(6e-7));
    };
    check(half(lloydMax(gaussian, 4).levels), {0.452780, 1.510418});
    check(half(lloydMax(gaussian, 4).thresholds), {0.981599});
    check(half(lloydMax(gaussian, 8).levels), {0.245094, 0.756005, 1.343909, 2.151946});
    check(half(lloydMax(gaussian, 8).thresholds), {0.500550, 1.049957, 1.747927});
    check(half(lloydMax(gaussian, 16).levels),
          {0.128395, 0.388048, 0.656759, 0.942340, 1.256231, 1.618046, 2.069017, 2.732590});

    struct Row {
        std::size_t levels;
        double cosine, angle, error, decibels, flips;
    };
    for (const Row& row : {Row{4, 0.939424, 20.04489, 0.117482, 9.3003, 0.111361},
                           Row{8, 0.982574, 10.71188, 0.034548, 14.6158, 0.059510},
                           Row{16, 0.995238, 5.59368, 0.009501, 20.2223, 0.031076},
                           Row{32, 0.998747, 2.86866, 0.002505, 26.0125, 0.015937}}) {
        const ScalarQuantizerFacts facts = factsOf(lloydMax(gaussian, row.levels), gaussian);
        INFO(row.levels);
        CHECK(facts.cosine == Approx(row.cosine).margin(6e-7));
        CHECK(facts.angle == Approx(row.angle).margin(6e-6));
        CHECK(facts.error == Approx(row.error).margin(6e-7));
        CHECK(facts.signalToNoise == Approx(row.decibels).margin(6e-5));
        CHECK(facts.flips == Approx(row.flips).margin(1.1e-6));
        CHECK(facts.errorAsIs == Approx(facts.error)); // centroids: the error is orthogonal to the copy
    }
    CHECK(factsOf(lloydMax(gaussian, 4), gaussian).spread == Approx(15.8707).margin(6e-5));
    CHECK(factsOf(lloydMax(gaussian, 4), gaussian).shift == Approx(-21.397).margin(6e-4));
    CHECK(factsOf(lloydMax(gaussian, 8), gaussian).spread == Approx(11.7628).margin(6e-5));
    CHECK(factsOf(lloydMax(gaussian, 8), gaussian).shift == Approx(-17.267).margin(6e-4));
}

TEST_CASE("Lloyd-Max is stationary for every law, and no step beats it", "[geometry]") {
    for (const Source& source : {gaussian, uniform, laplace, logistic, student(3), student(5)})
        for (const std::size_t levels : {2U, 5U, 16U, 32U}) {
            const ScalarQuantizer best = lloydMax(source, levels);
            INFO(static_cast<int>(source.law) << ", " << levels << " levels");
            for (std::size_t i = 0; i < best.thresholds.size(); ++i) {
                CHECK(best.thresholds[i] ==
                      Approx((best.levels[i] + best.levels[i + 1]) / 2).epsilon(1e-9).margin(1e-9));
                if (i > 0) CHECK(best.thresholds[i] > best.thresholds[i - 1]);
            }
            CHECK(factsOf(best, source).errorAsIs <=
                  factsOf(uniformQuantizer(levels, bestStep(source, levels)), source).errorAsIs + 1e-12);
        }
}

TEST_CASE("the best uniform steps are those of the table", "[geometry]") {
    struct Row {
        std::size_t levels;
        double step, error, angle;
    };
    for (const Row& row :
         {Row{4, 0.9955, 0.118846, 20.166}, Row{8, 0.5860, 0.037440, 11.157}, Row{16, 0.3350, 0.011543, 6.168}}) {
        CHECK(bestStep(gaussian, row.levels) == Approx(row.step).margin(5e-4)); // the table is on a grid of 0.0005
        const ScalarQuantizerFacts facts = factsOf(uniformQuantizer(row.levels, row.step), gaussian);
        CHECK(facts.error == Approx(row.error).margin(1e-6));
        CHECK(facts.angle == Approx(row.angle).margin(6e-4));
    }
}

TEST_CASE("levels that are all zero have no angle", "[geometry]") {
    const ScalarQuantizerFacts facts = factsOf({{0}, {0, 0}}, gaussian);
    CHECK(std::isnan(facts.cosine));
    CHECK(facts.zeros == Approx(1));
}
