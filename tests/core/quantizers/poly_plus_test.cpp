// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("poly_plus is the parabola with its own slope", "[quantizers]") {
    const double x[] = {0, 0.1, 0.6, 1.5}, value[] = {0, 0.19, 0.84, 1}, slope[] = {2, 1.8, 0.8, 0};
    for (std::size_t i = 0; i < 4; ++i)
        for (const double side : {-1.0, 1.0}) {
            CHECK(test::pairAt(Component("poly_plus"), 0, side * x[i]).forward == Approx(side * value[i]).margin(1e-6));
            CHECK(test::pairAt(Component("poly_plus"), 0, side * x[i]).backward == Approx(slope[i]).margin(1e-6));
        }
}
