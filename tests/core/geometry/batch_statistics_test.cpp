// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/batch_statistics.h"

#include "core/base/rng.h"
#include "tests/catch.h"

using namespace orthant;

TEST_CASE("a mean over batches has the standard error of a mean", "[geometry]") {
    BatchStatistics<2> statistics;
    const Rng rng(1);
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < 50; ++i) {
        const double x = rng.normal(i) + 3;
        statistics.add({x, 1});
        sum += x;
        squares += x * x;
    }
    const auto [value, error] = statistics.estimate([](const auto& v) { return v[0] / v[1]; });
    CHECK(value == Approx(sum / 50));
    CHECK(error == Approx(std::sqrt((squares - sum * sum / 50) / 49 / 50)));
    CHECK(statistics.batches() == 50);
}

TEST_CASE("a ratio has the spread that repeated experiments show", "[geometry]") {
    // Ratios of dependent sums, 400 times over: the mean of the stated errors is the deviation of the values.
    double sum = 0, squares = 0, errors = 0;
    for (std::uint64_t k = 0; k < 400; ++k) {
        BatchStatistics<2> statistics;
        const Rng rng(2, k);
        for (std::size_t i = 0; i < 100; ++i) {
            const double x = 2 + 0.5 * rng.normal(2 * i);
            statistics.add({x * x + 0.3 * rng.normal(2 * i + 1), x});
        }
        const auto [value, error] = statistics.estimate([](const auto& v) { return v[0] / v[1]; });
        sum += value;
        squares += value * value;
        errors += error / 400;
    }
    CHECK(errors == Approx(std::sqrt(squares / 400 - sum / 400 * (sum / 400))).epsilon(0.12));
}

TEST_CASE("one batch has no standard error", "[geometry]") {
    BatchStatistics<1> statistics;
    statistics.add({2});
    const auto [value, error] = statistics.estimate([](const auto& v) { return v[0]; });
    CHECK(value == 2);
    CHECK(std::isnan(error));
}
