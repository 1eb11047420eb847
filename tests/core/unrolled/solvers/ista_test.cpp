// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("one step of ISTA on an identity is the soft threshold of the measurements", "[unrolled]") {
    const Problem problem = test::problemOf(
        "sparse_recovery", {{"operator", Component("identity", {{"unknowns", std::int64_t{20}}})}, {"density", 0.5}});
    const test::Drawn rows = test::drawn(problem, 3);
    const auto steps = test::estimates(Component("ista", {{"lambda", 0.3}}), problem, rows.y, 1);
    for (std::size_t i = 0; i < rows.y.size(); ++i) {
        const auto y = static_cast<double>(rows.y[i]);
        const double expected = std::copysign(std::max(0.0, std::abs(y) - 0.3), y);
        CHECK(static_cast<double>(steps[1][i]) == Approx(expected).epsilon(2e-3).margin(1e-5)); // L is 1.001
        CHECK(steps[0][i] == 0);
    }
}

TEST_CASE("ISTA ends at the minimum of its objective", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 2);
    const auto steps = test::estimates(Component("ista", {{"lambda", 0.1}}), problem, rows.y, 3000);
    for (std::size_t r = 0; r < 2; ++r)
        CHECK(test::lassoDefect(problem, steps.back().row(r), rows.y.row(r), 0.1) < 1e-4);
}

TEST_CASE("ISTA at its best weight on the reference instance is as other programs have it", "[unrolled][slow]") {
    const auto problem = test::referenceInstance();
    if (!problem) return;
    // Measured with another program on the same instance.
    CHECK(solverCurve(tuned(Component("ista"), *problem, 16), *problem, Part::Test, 1000, 16).back() ==
          Approx(-6.2).margin(0.15));
    CHECK(solverCurve(tuned(Component("ista"), *problem, 8), *problem, Part::Test, 1000, 8).back() ==
          Approx(-4.2).margin(0.15));
    CHECK(solverCurve(tuned(Component("ista"), *problem, 1), *problem, Part::Test, 1000, 1).back() ==
          Approx(-1.3).margin(0.15));
}

TEST_CASE("ten iterations of ISTA on the block demo are near the value of the notes", "[unrolled]") {
    // Measured with another program: -6.9 and -6.5 dB for two matrices.
    const Problem problem = test::problemOf("sparse_recovery");
    const double nmse = solverCurve(tuned(Component("ista"), problem, 10), problem, Part::Test, 500, 10).back();
    CHECK(nmse < -5.5);
    CHECK(nmse > -8);
}
