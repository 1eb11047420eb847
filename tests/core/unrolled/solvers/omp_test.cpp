// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/solvers/helpers.h"

using namespace orthant;

TEST_CASE("OMP finds a very sparse signal exactly, with as many atoms as it has", "[unrolled]") {
    const Problem problem = test::smallProblem(0.03);
    const test::Drawn rows = test::drawn(problem, 20);
    const auto steps = test::estimates(Component("omp"), problem, rows.y, 8);
    std::size_t found = 0;
    for (std::size_t r = 0; r < 20; ++r) {
        std::size_t nonzeros = 0;
        double error = 0;
        for (const float value : rows.x.row(r))
            nonzeros += value != 0;
        REQUIRE(nonzeros <= 8);
        for (std::size_t j = 0; j < 64; ++j)
            error = std::max(error, std::abs(static_cast<double>(steps[nonzeros].row(r)[j] - rows.x.row(r)[j])));
        found += error < 1e-4;
    }
    CHECK(found >= 18);
}

TEST_CASE("what OMP leaves is at right angles to what it took, one atom in an iteration", "[unrolled]") {
    const Problem problem = test::smallProblem(0.5);
    const test::Drawn rows = test::drawn(problem, 1);
    const auto steps = test::estimates(Component("omp"), problem, rows.y, 12);
    for (std::size_t k = 1; k <= 12; ++k) {
        const auto zeros = static_cast<std::size_t>(std::ranges::count(steps[k].row(0), 0.0F));
        CHECK(zeros == 64 - k);
        std::vector<double> left = test::product(problem.op, steps[k].row(0));
        for (std::size_t i = 0; i < left.size(); ++i)
            left[i] -= static_cast<double>(rows.y[i]);
        for (std::size_t j = 0; j < 64; ++j) {
            double dot = 0;
            for (std::size_t i = 0; i < left.size(); ++i)
                dot += left[i] * static_cast<double>(problem.op.matrix[i * 64 + j]);
            if (steps[k][j] != 0) CHECK(std::abs(dot) < 1e-4);
        }
    }
    const auto two = test::estimates(Component("omp", {{"atoms", std::int64_t{2}}}), problem, rows.y, 6);
    CHECK(std::ranges::equal(two[6].values(), steps[12].values()));
}

TEST_CASE("OMP with known sparsity on the reference instance is as other programs have it", "[unrolled][slow]") {
    const auto problem = test::referenceInstance();
    if (!problem) return;
    const test::Drawn rows = test::drawn(*problem, 1000, Part::Test);
    const auto steps = test::estimates(Component("omp"), *problem, rows.y, 80);
    Tensor estimate(rows.x.shape());
    for (std::size_t r = 0; r < 1000; ++r) {
        const std::size_t nonzeros = 500 - static_cast<std::size_t>(std::ranges::count(rows.x.row(r), 0.0F));
        std::ranges::copy(steps[std::min<std::size_t>(nonzeros, 80)].row(r), estimate.row(r).begin());
    }
    const double nmse = nmseDecibel(estimate.matrix(), rows.x.matrix());
    INFO(nmse);
    CHECK(nmse < -53);
    CHECK(nmse > -58);
}
