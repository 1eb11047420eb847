// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/operators/helpers.h"
#include "tests/errors.h"

#include <numbers>

using namespace orthant;

TEST_CASE("blocks of cosines are orthonormal, and their columns are the cosines", "[unrolled]") {
    const LinearOperator op =
        test::operatorOf("block_dct", {{"blocks", std::int64_t{3}}, {"length", std::int64_t{16}}});
    REQUIRE(op.matrix.shape() == Shape{48, 48});
    CHECK(test::rowDefect(op) < 1e-6);
    // Column 16 + 3: frequency 3 of the second segment.
    for (std::size_t i = 0; i < 48; ++i) {
        const double t = static_cast<double>(i) - 16;
        const double cosine = std::sqrt(2.0 / 16) * std::cos(std::numbers::pi * (2 * t + 1) * 3 / 32);
        CHECK(test::at(op, i, 19) == Approx(i / 16 == 1 ? cosine : 0.0).margin(1e-7));
    }
}
