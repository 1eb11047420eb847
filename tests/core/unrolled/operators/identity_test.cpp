// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("the identity measures every value by itself", "[unrolled]") {
    const LinearOperator op = test::operatorOf("identity", {{"unknowns", std::int64_t{5}}});
    REQUIRE(op.matrix.shape() == Shape{5, 5});
    for (std::size_t i = 0; i < 25; ++i)
        CHECK(op.matrix[i] == (i % 6 == 0 ? 1.0F : 0.0F));
}
