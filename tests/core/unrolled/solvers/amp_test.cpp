// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("AMP follows its recursion", "[unrolled]") {
    // The same in double, written out.
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 1);
    const auto steps = test::estimates(Component("amp", {{"alpha", 1.3}}), problem, rows.y, 5);
    const std::size_t m = 40, n = 64;
    std::vector<float> x(n, 0.0F);
    std::vector<double> r(m, 0.0);
    for (std::size_t k = 1; k <= 5; ++k) {
        const auto nonzeros = static_cast<double>(n - static_cast<std::size_t>(std::ranges::count(x, 0.0F)));
        const std::vector<double> seen = test::product(problem.op, x);
        double squares = 0;
        for (std::size_t i = 0; i < m; ++i) {
            r[i] = static_cast<double>(rows.y[i]) - seen[i] + r[i] * nonzeros / m;
            squares += r[i] * r[i];
        }
        for (std::size_t j = 0; j < n; ++j) {
            auto v = static_cast<double>(x[j]);
            for (std::size_t i = 0; i < m; ++i)
                v += static_cast<double>(problem.op.matrix[i * n + j]) * r[i];
            const double size = std::abs(v) - 1.3 * std::sqrt(squares / m);
            x[j] = size > 0 ? static_cast<float>(std::copysign(size, v)) : 0.0F;
            REQUIRE(static_cast<double>(steps[k][j]) == Approx(static_cast<double>(x[j])).margin(1e-4));
        }
    }
}

TEST_CASE("AMP on the reference instance is as other programs have it", "[unrolled][slow]") {
    const auto problem = test::referenceInstance();
    if (!problem) return;
    const std::vector<double> curve = solverCurve(Component("amp"), *problem, Part::Test, 1000, 16);
    CHECK(curve[1] == Approx(-3.5).margin(0.2));
    CHECK(curve[4] == Approx(-11.1).margin(0.3));
    CHECK(curve[8] == Approx(-18.7).margin(0.4));
    CHECK(curve[16] == Approx(-29).margin(1));
}
