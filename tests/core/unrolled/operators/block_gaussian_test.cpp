// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("random blocks are zero outside the blocks and of unit norm inside", "[unrolled]") {
    const LinearOperator op = test::operatorOf("block_gaussian");
    REQUIRE(op.matrix.shape() == Shape{48, 64});
    for (std::size_t i = 0; i < 48; ++i)
        for (std::size_t j = 0; j < 64; ++j)
            REQUIRE((test::at(op, i, j) != 0) == (i / 12 == j / 16));
    for (std::size_t j = 0; j < 64; ++j)
        CHECK(test::columnNorm(op, j) == Approx(1).epsilon(1e-6));
    CHECK(op.title == "block diagonal, 4 blocks of 12 x 16");
    CHECK(test::at(op, 0, 0) != test::at(op, 12, 16)); // blocks are not copies
}

TEST_CASE("blocks must divide both sides", "[unrolled]") {
    CHECK(mentions(errorOf([] {
                       return test::operatorOf("block_gaussian", {{"blocks", std::int64_t{5}}});
                   }),
                   {"/operator/blocks", "5 blocks", "48 x 64", "divides both"}));
}
