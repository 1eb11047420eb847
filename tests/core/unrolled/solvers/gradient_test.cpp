// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("one gradient step inverts an orthonormal operator", "[unrolled]") {
    const Problem problem =
        test::problemOf("sparse_recovery", {{"operator", Component("block_dct")}, {"density", 0.5}});
    const test::Drawn rows = test::drawn(problem, 2);
    const auto steps = test::estimates(Component("gradient"), problem, rows.y, 1);
    CHECK(nmseDecibel(steps[1].matrix(), rows.x.matrix()) < -55); // the step is 1 / 1.001
}

TEST_CASE("gradient steps lower the residual until nothing is left to explain", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 1);
    const auto steps = test::estimates(Component("gradient"), problem, rows.y, 500);
    double before = 1e9;
    for (std::size_t k = 0; k <= 500; k += 50) {
        const std::vector<double> seen = test::product(problem.op, steps[k].row(0));
        double left = 0;
        for (std::size_t i = 0; i < seen.size(); ++i)
            left += std::pow(seen[i] - static_cast<double>(rows.y[i]), 2);
        CHECK(left < before);
        before = left;
    }
    CHECK(before < 1e-6);
}
