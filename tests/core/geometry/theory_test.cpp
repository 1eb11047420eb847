// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in this file come from tables that were made apart from this code, by Monte Carlo and quadrature.
#include "tests/catch.h"

#include "core/geometry/theory.h"

#include <cmath>

using namespace orthant::theory;

TEST_CASE("the cosine of a Gaussian vector and its signs has the exact moments", "[geometry]") {
    struct Row {
        std::size_t d;
        double mean, deviation, error;
    };
    for (const Row& row : {Row{3, 0.866025, 0.088014, 0.242253}, Row{10, 0.818049, 0.061261, 0.327042},
                           Row{27, 0.805305, 0.039524, 0.349922}, Row{100, 0.799882, 0.021042, 0.359746},
                           Row{1000, 0.798084, 0.006708, 0.363017}, Row{10000, 0.797905, 0.002123, 0.363344}}) {
        INFO(row.d);
        CHECK(signCosine(row.d).mean == Approx(row.mean).margin(6e-7));
        CHECK(signCosine(row.d).deviation == Approx(row.deviation).margin(6e-7));
        CHECK(signError(row.d) == Approx(row.error).margin(6e-7));
    }
    CHECK(signCosine(2).mean == Approx(2 * std::sqrt(2.0) / std::acos(-1.0)));
    CHECK(signCosine(1).mean == Approx(1));
}

TEST_CASE("the angle to the signs follows the tables, and its density integrates to its moments", "[geometry]") {
    CHECK(signAngle(2).mean == Approx(22.5));
    CHECK(signAngle(2).deviation == Approx(12.990381).margin(1e-6));
    CHECK(signAngle(3).mean == Approx(28.118270).margin(1e-6));
    CHECK(signAngle(3).deviation == Approx(10.908546).margin(1e-6));
    CHECK(signAngle(1000000000).mean == Approx(37.071435).margin(1e-6));
    struct Row {
        std::size_t d;
        double mean, deviation;
    };
    // By Monte Carlo, apart from this code; the standard error of the mean is 0.001 degrees.
    for (const Row& row : {Row{10, 34.632, 6.172}, Row{27, 36.186, 3.829}, Row{30, 36.277, 3.636}, Row{100, 36.833, 2.009},
                           Row{1000, 37.047, 0.637}, Row{1152, 37.050, 0.595}, Row{4608, 37.067, 0.296}, Row{10000, 37.070, 0.201}}) {
        INFO("d = " << row.d);
        CHECK(signAngle(row.d).mean == Approx(row.mean).margin(0.003));
        CHECK(signAngle(row.d).deviation == Approx(row.deviation).margin(0.0025));
    }
    for (const std::size_t d : {2U, 3U, 4U, 12U, 50U, 1000U}) {
        const auto density = signAngleDensity(d);
        double mass = 0, mean = 0, square = 0;
        for (int i = 0; i < 60000; ++i) {
            const double angle = (i + 0.5) * 0.001;
            mass += density(angle) * 0.001;
            mean += angle * density(angle) * 0.001;
            square += angle * angle * density(angle) * 0.001;
        }
        INFO("d = " << d);
        CHECK(mass == Approx(1).margin(2e-4));
        CHECK(mean == Approx(signAngle(d).mean).margin(2e-3));
        CHECK(std::sqrt(square - mean * mean) == Approx(signAngle(d).deviation).epsilon(0.002));
    }
}

TEST_CASE("two independent directions are nearly orthogonal", "[geometry]") {
    CHECK(pairAngleDeviation(3) == Approx(39.1713).margin(1e-4));
    CHECK(pairAngleDeviation(10) == Approx(19.0599).margin(1e-4));
    CHECK(pairAngleDeviation(100) == Approx(5.7583).margin(1e-4));
    CHECK(pairAngleDeviation(10000) == Approx(0.5730).margin(1e-4));
    CHECK(pairAngleDensity(2, 17) == Approx(1 / 180.0));
    CHECK(pairAngleDensity(3, 90) == Approx(std::acos(-1.0) / 360));
}

TEST_CASE("the chance that a stranger is as near as the signs falls off a cliff", "[geometry]") {
    const double angle = 37.071435;
    CHECK(log10ChanceWithin(3, angle) == Approx(-0.995).margin(5e-4));
    CHECK(log10ChanceWithin(27, angle) == Approx(-6.74).margin(5e-3));
    CHECK(log10ChanceWithin(100, angle) == Approx(-23.1).margin(5e-2));
    CHECK(log10ChanceWithin(1000, angle) == Approx(-221).margin(0.5));
    CHECK(log10ChanceWithin(10000, angle) == Approx(-2200).margin(5));
    CHECK(log10ChanceWithin(3, 60) == Approx(std::log10(0.25))); // a cap of the sphere: (1 - cos 60)/2
    // Both branches agree where they meet.
    CHECK(log10ChanceWithin(1270, angle) - log10ChanceWithin(1260, angle) ==
          Approx(log10ChanceWithin(1260, angle) - log10ChanceWithin(1250, angle)).epsilon(1e-3));
}

TEST_CASE("the alignment-gain law and its inverse", "[geometry]") {
    const double angle = 37.071435;
    CHECK(gainCorrelation(angle, 1) == Approx(0.797885).margin(1e-6));
    CHECK(gainCorrelation(angle, 0.05) == Approx(0.283799).margin(1e-6));
    CHECK(gainCorrelation(angle, 6.71) == Approx(0.960001).margin(1e-6));
    CHECK(gainCorrelation(angle, 100) == Approx(0.997158).margin(1e-6));
    CHECK(gainOfCorrelation(angle, gainCorrelation(angle, 3)) == Approx(3));
    CHECK(signFlipRate(0.797885) == Approx(0.205952).margin(1e-6));
    CHECK(signFlipRate(0.96) == Approx(0.090334).margin(1e-6));
}

TEST_CASE("pooled correlations of AR(1) inputs and filters are exact", "[geometry]") {
    const auto covariance = [](double r) {
        std::vector<double> c(64 * 64);
        for (int i = 0; i < 64; ++i)
            for (int j = 0; j < 64; ++j)
                c[static_cast<std::size_t>(64 * i + j)] = i == j ? 1 : r == 0 ? 0 : std::pow(r, std::abs(i - j));
        return c;
    };
    struct Row {
        double inputs, filters, weights, both;
    };
    for (const Row& row : {Row{0.5, 0, 0.797885, 0.636620}, Row{0, 0.5, 0.797885, 0.636620}, Row{0.5, -0.5, 0.724126, 0.546283},
                           Row{0.5, 0.5, 0.857415, 0.722009}, Row{0.9, 0.9, 0.925133, 0.847714}}) {
        const auto c = covariance(row.inputs), s = covariance(row.filters);
        CHECK(pooledCorrelationWeights(c, s) == Approx(row.weights).margin(1e-6));
        CHECK(pooledCorrelationBoth(c, s) == Approx(row.both).margin(1e-6));
    }
}

TEST_CASE("limits of other laws of the entries", "[geometry]") {
    struct Row {
        EntryLaw law;
        double angle, deviation;
    };
    for (const Row& row : {Row{gaussianLaw(), 37.071435, 20.1784}, Row{laplaceLaw(), 45, 28.6479},
                           Row{uniformLaw(), 30, 18.1185}, Row{logisticLaw(), 40.154875, 25.3868},
                           Row{studentLaw(5), 42.683894, 57.2958}, Row{studentLaw(10), 39.339982, 25.7903}}) {
        CHECK(limitAngle(row.law) == Approx(row.angle).margin(1e-5));
        CHECK(limitDeviation(row.law) == Approx(row.deviation).margin(1e-3));
    }
    CHECK(std::isinf(limitDeviation(studentLaw(3.5))));
    CHECK(limitAngle(clippedGaussianLaw(0.2)) == Approx(37.071).margin(6e-4));
    CHECK(limitAngle(clippedGaussianLaw(0.5)) == Approx(35.520).margin(6e-4));
    CHECK(limitAngle(clippedGaussianLaw(1)) == Approx(28.511).margin(6e-4));
    CHECK(limitAngle(clippedGaussianLaw(5)) == Approx(13.221).margin(6e-4));
}
