// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("ede_plus is k tanh(t x) with its derivative", "[quantizers]") {
    const double x[] = {0, 0.1, 0.6, 1.5};
    const double early[] = {0, 0.099997, 0.599281, 1.488850}, late[] = {0, 0.761594, 0.999988, 1};
    for (std::size_t i = 0; i < 4; ++i)
        for (const double side : {-1.0, 1.0}) {
            CHECK(test::pairAt(Component("ede_plus"), 0, side * x[i]).forward == Approx(side * early[i]).margin(1e-6));
            CHECK(test::pairAt(Component("ede_plus"), 1, side * x[i]).forward == Approx(side * late[i]).margin(1e-6));
        }
    const ScalarMaps maps = scalarMaps(Component("ede_plus"), 0.8);
    for (const double at : {-0.7, -0.1, 0.0, 0.2, 1.3})
        CHECK(maps.backward(at) == Approx((maps.forward(at + 1e-6) - maps.forward(at - 1e-6)) / 2e-6).epsilon(1e-6));
}
