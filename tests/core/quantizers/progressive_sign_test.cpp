// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("progressive_sign is the clipped line x / (1 - T)", "[quantizers]") {
    for (const double progress : {0.0, 0.2, 0.5, 1.0}) {
        const double T = 1 - std::pow(4, -10 * progress);
        for (const double x : {-0.4, -1e-4, 0.0, 2e-7, 0.01, 0.9}) {
            const double line = std::fmin(std::fmax(x / (1 - T), -1), 1);
            CHECK(test::pairAt(Component("progressive_sign"), progress, x).forward == Approx(line).epsilon(1e-5).margin(1e-12));
        }
        CHECK(test::pairAt(Component("progressive_sign"), progress, 5).backward == 1);
    }
}
