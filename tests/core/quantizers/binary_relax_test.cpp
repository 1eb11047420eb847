// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("binary_relax mixes the value with its sign", "[quantizers]") {
    const auto at = [](double progress, double x) { return test::pairAt(Component("binary_relax"), progress, x); };
    CHECK(at(0, -0.3).forward == Approx(-0.3));
    CHECK(at(0.25, 0.6).forward == Approx(0.75 * 0.6 + 0.25));
    CHECK(at(0.5, -2).forward == Approx(-1.5));
    CHECK(at(1, -1e-6).forward == -1);
    CHECK(at(0.5, 7).backward == 1);
}
