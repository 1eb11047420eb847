// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/unrolled/solver.h"

using namespace orthant;

TEST_CASE("all rows of a slot share who is active, with channels of power one for an antenna", "[unrolled]") {
    const Problem problem = test::problemOf("activity_detection", {{"antennas", std::int64_t{3}}});
    REQUIRE(problem.channels == 6);
    const test::Drawn rows = test::drawn(problem, 300);
    double power = 0;
    std::size_t active = 0;
    for (std::size_t s = 0; s < 300; ++s)
        for (std::size_t j = 0; j < 128; ++j) {
            const bool on = rows.x.row(6 * s)[j] != 0;
            active += on;
            for (std::size_t c = 0; c < 6; ++c) {
                REQUIRE((rows.x.row(6 * s + c)[j] != 0) == on);
                power += std::pow(static_cast<double>(rows.x.row(6 * s + c)[j]), 2);
            }
        }
    CHECK(static_cast<double>(active) / (300 * 128) == Approx(0.1).epsilon(0.08));
    CHECK(power / static_cast<double>(3 * active) == Approx(1).epsilon(0.05)); // real and imaginary part together
    CHECK(10 * std::log10(test::noiseShare(problem, rows)) == Approx(-20).margin(0.3));
}

TEST_CASE("more antennas find more of the active users", "[unrolled]") {
    const auto nmse = [](std::int64_t antennas) {
        const Problem problem =
            test::problemOf("activity_detection", {{"antennas", antennas}, {"pilotLength", std::int64_t{32}}});
        return solverCurve(Component("omp"), problem, Part::Test, 100, 13).back();
    };
    CHECK(nmse(8) < nmse(1) - 3);
}
