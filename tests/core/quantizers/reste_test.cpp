// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("reste starts as the plain estimator and ends with the slope of the cube root", "[quantizers]") {
    for (const double x : {-1.4, -0.05, 0.0, 0.3, 1.2}) CHECK(test::pairAt(Component("reste"), 0, x).backward == Approx(1));
    const auto late = [](double x) { return test::pairAt(Component("reste"), 1, x).backward; };
    for (const double x : {0.125, 0.5, 1.0, 1.4}) {
        const double root = (std::cbrt(x + 1e-6) - std::cbrt(x - 1e-6)) / 2e-6;
        CHECK(late(x) == Approx(root).epsilon(1e-4));
        CHECK(late(-x) == Approx(root).epsilon(1e-4));
    }
    CHECK(late(0.05) == Approx(std::cbrt(0.1) / 0.1).epsilon(1e-5)); // the secant from 0 to low = 0.1
    CHECK(late(1.6) == 0);
    CHECK(test::pairAt(Component("reste"), 1, -0.2).forward == -1);
}
