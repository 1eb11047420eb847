// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/unrolled/problems/sampling.h"

using namespace orthant;

TEST_CASE("noise is a function of the sample, and none where there is no SNR", "[unrolled]") {
    std::vector<float> y(600);
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = i % 2 == 0 ? 1.0F : 3.0F; // deviation 1 around 2
    std::vector<float> clean = y, one = y, two = y;
    addNoise(Rng(1, 2), std::nullopt, clean);
    addNoise(Rng(1, 2), 14, one);
    addNoise(Rng(1, 2), 14, two);
    CHECK(clean == y);
    CHECK(one == two);
    double squares = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
        squares += std::pow(static_cast<double>(one[i] - y[i]), 2) / 600;
    CHECK(10 * std::log10(squares) == Approx(-14).margin(1));
    CHECK(one[0] - y[0] != one[256] - y[256]); // longer than one piece
}

TEST_CASE("a sparse product is the product", "[unrolled]") {
    const Problem problem = test::problemOf("sparse_recovery");
    const test::Drawn rows = test::drawn(problem, 1);
    std::vector<float> y(problem.op.measurements(), 7.0F);
    SparseProduct(problem.op.matrix.matrix()).apply(rows.x.row(0), y);
    const std::vector<double> expected = test::product(problem.op, rows.x.row(0));
    for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(static_cast<double>(y[i]) == Approx(expected[i]).margin(1e-6));
}
