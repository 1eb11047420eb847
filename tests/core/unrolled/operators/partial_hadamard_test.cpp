// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("a partial Hadamard matrix has orthonormal rows of equal magnitudes", "[unrolled]") {
    const LinearOperator op = test::operatorOf("partial_hadamard");
    REQUIRE(op.matrix.shape() == Shape{64, 128});
    CHECK(test::rowDefect(op) < 1e-6);
    for (const float value : op.matrix.values())
        REQUIRE(std::abs(value) == Approx(1 / std::sqrt(128.0)));
}

TEST_CASE("a Hadamard matrix needs a power of two", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("partial_hadamard", {{"unknowns", std::int64_t{100}}});
                   }),
                   {"/operator/unknowns", "100", "128"}));
}
