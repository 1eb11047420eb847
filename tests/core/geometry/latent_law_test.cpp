// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/latent_law.h"

#include "core/base/rng.h"
#include "core/kernels/normals.h"
#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace orthant;

namespace {

/// n sorted values of a law by the inverse of its distribution function at uniform numbers.
template <class Inverse>
std::vector<float> sample(Inverse inverse, std::size_t n = 20000) {
    const Rng rng(7);
    std::vector<float> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(static_cast<float>(inverse(rng.uniform(i))));
    std::ranges::sort(values);
    return values;
}

std::string best(const std::vector<float>& values, double end = 1) {
    const auto fits = fitLaws(values, end);
    return fits[bestLaw(fits)].id;
}

} // namespace

TEST_CASE("the law of which values were drawn fits them best", "[geometry]") {
    std::vector<float> normal(20000);
    fillNormal(Rng(5), 0.2F, normal);
    std::ranges::sort(normal);
    CHECK(best(normal) == "gaussian");
    CHECK(best(sample([](double u) { return 2 * u - 1; })) == "uniform");
    CHECK(best(sample([](double u) { return (u < 0.5 ? std::log(2 * u + 1e-12) : -std::log(2 - 2 * u)) / 5; })) == "laplace");
    // The arcsine law on [-1, 1] is the symmetric beta law of shape 1/2.
    CHECK(best(sample([](double u) { return -std::cos(std::numbers::pi * u); })) == "two_peaked");
}

TEST_CASE("distances are those of Kolmogorov and Smirnov", "[geometry]") {
    // Four values; by hand: mean 0, E w^2 = 0.5 (0.04 + 0.36) = 0.2, uniform over +-sqrt(0.6).
    const std::vector<float> values{-0.6F, -0.2F, 0.2F, 0.6F};
    const auto fits = fitLaws(values, 1);
    const double half = std::sqrt(0.6);
    double uniform = 0;
    for (int i = 0; i < 4; ++i) {
        const double f = 0.5 + static_cast<double>(values[static_cast<std::size_t>(i)]) / (2 * half);
        uniform = std::max({uniform, std::abs(f - i / 4.0), std::abs(f - (i + 1) / 4.0)});
    }
    CHECK(fits[1].distance == Approx(uniform).margin(1e-6));
    CHECK(fits[0].distribution(0) == Approx(0.5).margin(1e-6));
    CHECK(fits[0].distribution(std::sqrt(0.2)) == Approx(0.841344746).margin(1e-6)); // Phi(1)
    CHECK(fits[2].distribution(std::sqrt(0.1)) == Approx(1 - std::exp(-1) / 2).margin(1e-6));
    // E w^2 = 0.2 below 1/3: a hill between the ends, so no two peaks.
    CHECK(std::isnan(fits[3].distance));
    CHECK_FALSE(fits[3].distribution);
}

TEST_CASE("the two-peaked law has the second moment of the values and reaches to the clip", "[geometry]") {
    const auto values = sample([](double u) { return -0.5 * std::cos(std::numbers::pi * u); });
    const auto fits = fitLaws(values, 0.5);
    CHECK(fits[3].distance < 0.02);
    CHECK(fits[3].distribution(-0.5) == Approx(0).margin(0.001));
    CHECK(fits[3].distribution(0.5) == 1);
    // P(w <= x) of the arcsine law: 1/2 + asin(x / c) / pi.
    CHECK(fits[3].distribution(0.25) == Approx(0.5 + std::asin(0.5) / std::numbers::pi).margin(0.01));
}

TEST_CASE("weights that were clipped fit the two-peaked law, at its ends and between them", "[geometry]") {
    // A fifth at each end, uniform between.
    auto values = sample([](double u) { return std::clamp((u - 0.5) / 0.3, -1.0, 1.0); });
    CHECK(best(values) == "two_peaked");
    const auto fits = fitLaws(values, 1);
    CHECK(fits[3].distance < 0.01);
    CHECK(fits[3].distribution(-1) == Approx(0.2).margin(0.01));
    CHECK(fits[3].distribution(-1.001) == 0);
    CHECK(fits[3].distribution(0.999) == Approx(0.8).margin(0.01));
    values.assign(100, -1.0F);
    values.resize(200, 1.0F);
    CHECK(fitLaws(values, 1)[3].distance == 0);
    const std::vector<float> equal(5, 0.25F);
    for (const LawFit& fit : fitLaws(equal, 0)) CHECK(std::isnan(fit.distance));
    CHECK(bestLaw(fitLaws(equal, 0)) == 0);
}
