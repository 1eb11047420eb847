// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("a Gaussian operator has columns of unit norm and depends on the seed", "[unrolled]") {
    const Params size{{"measurements", std::int64_t{100}}, {"unknowns", std::int64_t{150}}};
    const LinearOperator op = test::operatorOf("gaussian", size), other = test::operatorOf("gaussian", size, 2);
    REQUIRE(op.matrix.shape() == Shape{100, 150});
    double fourth = 0;
    for (std::size_t j = 0; j < 150; ++j)
        CHECK(test::columnNorm(op, j) == Approx(1).epsilon(1e-6));
    for (const float value : op.matrix.values())
        fourth += std::pow(10.0 * static_cast<double>(value), 4) / 15000;
    CHECK(fourth == Approx(3).epsilon(0.1)); // of N(0, 1)
    CHECK(op.matrix[0] != other.matrix[0]);
    CHECK(test::operatorOf("gaussian", size).matrix[7] == op.matrix[7]);
}

TEST_CASE("random signs have the size 1 / sqrt(m), as many of each", "[unrolled]") {
    const LinearOperator op = test::operatorOf(
        "gaussian",
        {{"measurements", std::int64_t{64}}, {"unknowns", std::int64_t{128}}, {"entries", std::string("signs")}});
    int sum = 0;
    for (const float value : op.matrix.values()) {
        REQUIRE(std::abs(value) == 0.125F);
        sum += value > 0 ? 1 : -1;
    }
    CHECK(std::abs(sum) < 5 * 91); // five deviations of 64 x 128 signs
}

TEST_CASE("an operator without rows, or with too many, is refused at its parameter", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("gaussian", {{"measurements", std::int64_t{0}}});
                   }),
                   {"/operator/measurements", "1 to 4096"}));
}
