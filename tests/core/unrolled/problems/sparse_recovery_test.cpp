// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"

#include <optional>

using namespace orthant;

namespace {

Params large(double density, std::optional<double> snr = std::nullopt) {
    return {{"operator", Component("gaussian", {{"measurements", std::int64_t{100}}, {"unknowns", std::int64_t{200}}})},
            {"density", density},
            {"noiseless", !snr},
            {"snr", snr.value_or(40)}};
}

} // namespace

TEST_CASE("sparse signals have the chance of a nonzero that was asked for, and normal values", "[unrolled]") {
    for (const double density : {0.02, 0.1, 0.5, 1.0}) {
        INFO(density);
        const test::Drawn rows = test::drawn(test::problemOf("sparse_recovery", large(density)), 1000);
        std::size_t nonzeros = 0;
        double second = 0, fourth = 0;
        for (const float value : rows.x.values()) {
            nonzeros += value != 0;
            second += std::pow(static_cast<double>(value), 2);
            fourth += std::pow(static_cast<double>(value), 4);
        }
        const double expected = 200000 * density, count = static_cast<double>(nonzeros);
        CHECK(std::abs(count - expected) <= 5 * std::sqrt(expected * (1 - density)) + 1e-9);
        CHECK(second / count == Approx(1).margin(5 * std::sqrt(2 / count)));
        CHECK(fourth / count == Approx(3).margin(5 * std::sqrt(96 / count)));
    }
}

TEST_CASE("the places of nonzeros are as often one as another", "[unrolled]") {
    const test::Drawn rows = test::drawn(test::problemOf("sparse_recovery", large(0.1)), 4000);
    for (const std::size_t j : {std::size_t{0}, std::size_t{1}, std::size_t{99}, std::size_t{199}}) {
        std::size_t nonzeros = 0;
        for (std::size_t r = 0; r < rows.x.rows(); ++r)
            nonzeros += rows.x.row(r)[j] != 0;
        CHECK(std::abs(static_cast<double>(nonzeros) - 400) < 5 * std::sqrt(360.0));
    }
}

TEST_CASE("measurements are A x, with noise of the power that the SNR says", "[unrolled]") {
    const Problem clean = test::problemOf("sparse_recovery", large(0.1));
    CHECK(test::noiseShare(clean, test::drawn(clean, 20)) < 1e-12);
    const Problem noisy = test::problemOf("sparse_recovery", large(0.1, 20.0));
    CHECK(10 * std::log10(test::noiseShare(noisy, test::drawn(noisy, 500))) == Approx(-20).margin(0.15));
    CHECK(clean.density == 0.1);
}
