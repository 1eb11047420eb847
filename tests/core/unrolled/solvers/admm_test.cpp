// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("ADMM ends where ISTA ends, whatever the penalty", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 2);
    for (const double rho : {0.3, 1.0, 3.0}) {
        const auto steps = test::estimates(Component("admm", {{"lambda", 0.1}, {"rho", rho}}), problem, rows.y, 1500);
        for (std::size_t r = 0; r < 2; ++r)
            CHECK(test::lassoDefect(problem, steps.back().row(r), rows.y.row(r), 0.1) < 1e-3);
    }
}
