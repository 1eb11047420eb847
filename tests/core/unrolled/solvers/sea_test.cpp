// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("support exploration finds sparse signals, and its fit never becomes worse", "[unrolled]") {
    const Problem problem = test::smallProblem(0.05);
    const test::Drawn rows = test::drawn(problem, 20);
    const auto steps = test::estimates(Component("sea", {{"sparsity", std::int64_t{6}}}), problem, rows.y, 200);
    std::size_t found = 0;
    for (std::size_t r = 0; r < 20; ++r) {
        double before = 1e9;
        for (std::size_t k = 0; k <= 200; k += 20) {
            const std::vector<double> seen = test::product(problem.op, steps[k].row(r));
            double left = 0;
            for (std::size_t i = 0; i < seen.size(); ++i)
                left += std::pow(seen[i] - static_cast<double>(rows.y.row(r)[i]), 2);
            CHECK(left <= before + 1e-6);
            before = left;
        }
        CHECK(64 - std::ranges::count(steps[200].row(r), 0.0F) <= 6);
        found += test::largestDifference(steps[200].row(r), rows.x.row(r)) < 1e-3;
    }
    CHECK(found >= 16); // those with at most six nonzeros, and not all of them
}

TEST_CASE("the first estimate of support exploration is the fit on the largest correlations", "[unrolled]") {
    const Problem problem = test::smallProblem();
    const test::Drawn rows = test::drawn(problem, 1);
    const auto one = test::estimates(Component("sea", {{"sparsity", std::int64_t{1}}}), problem, rows.y, 1);
    std::size_t best = 0;
    double most = 0;
    for (std::size_t j = 0; j < 64; ++j) {
        double dot = 0;
        for (std::size_t i = 0; i < 40; ++i)
            dot += static_cast<double>(problem.op.matrix[i * 64 + j]) * static_cast<double>(rows.y[i]);
        if (std::abs(dot) <= std::abs(most)) continue;
        most = dot;
        best = j;
    }
    for (std::size_t j = 0; j < 64; ++j)
        CHECK(static_cast<double>(one[1][j]) == Approx(j == best ? most : 0.0).margin(1e-5)); // columns have norm 1
}
