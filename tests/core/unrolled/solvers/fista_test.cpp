// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("FISTA ends where ISTA ends, and earlier", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 2);
    const auto steps = test::estimates(Component("fista", {{"lambda", 0.1}}), problem, rows.y, 600);
    for (std::size_t r = 0; r < 2; ++r)
        CHECK(test::lassoDefect(problem, steps.back().row(r), rows.y.row(r), 0.1) < 1e-4);
    const auto first = test::estimates(Component("ista", {{"lambda", 0.1}}), problem, rows.y, 1);
    for (std::size_t i = 0; i < first[1].size(); ++i)
        CHECK(steps[1][i] == first[1][i]); // the first step has no momentum
}

TEST_CASE("FISTA at its best weight on the reference instance is as other programs have it", "[unrolled][slow]") {
    const auto problem = test::referenceInstance();
    if (!problem) return;
    CHECK(solverCurve(tuned(Component("fista"), *problem, 16), *problem, Part::Test, 1000, 16).back() ==
          Approx(-10.9).margin(0.3));
}
