// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("every patch is measured by the same matrix", "[unrolled]") {
    const LinearOperator op = test::operatorOf("kronecker", {{"blocks", std::int64_t{3}}});
    const LinearOperator inner =
        test::operatorOf("gaussian", {{"measurements", std::int64_t{12}}, {"unknowns", std::int64_t{16}}});
    REQUIRE(op.matrix.shape() == Shape{36, 48});
    for (std::size_t i = 0; i < 36; ++i)
        for (std::size_t j = 0; j < 48; ++j)
            REQUIRE(test::at(op, i, j) == (i / 12 == j / 16 ? test::at(inner, i % 12, j % 16) : 0.0));
}

TEST_CASE("a faulty inner matrix and too many patches are named with their place", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("kronecker", {{"inner", Component("gausian")}});
                   }),
                   {"/operator/inner/id", "gaussian"}));
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("kronecker", {{"blocks", std::int64_t{1000}}});
                   }),
                   {"/operator/blocks", "12000 x 16000", "4096"}));
}
