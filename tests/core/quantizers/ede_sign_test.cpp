// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("ede_sign goes from a wide slope to a narrow peak", "[quantizers]") {
    // k t sech^2(t x) at t = 0.1 (k = 10) and t = 10 (k = 1).
    const double x[] = {0, 0.1, 0.6, 1.5};
    const double early[] = {1, 0.999900, 0.996409, 0.977833}, late[] = {10, 4.199743, 0.000246, 0};
    for (std::size_t i = 0; i < 4; ++i)
        for (const double side : {-1.0, 1.0}) {
            CHECK(test::pairAt(Component("ede_sign"), 0, side * x[i]).backward == Approx(early[i]).margin(1e-6));
            CHECK(test::pairAt(Component("ede_sign"), 1, side * x[i]).backward == Approx(late[i]).margin(1e-6));
        }
    CHECK(test::pairAt(Component("ede_sign"), 0.5, 0).backward == Approx(1).epsilon(1e-6)); // t = 1
    CHECK(test::pairAt(Component("ede_sign"), 0.5, 0.3).forward == 1);
}
