// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logarithm.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

TEST_CASE("the logarithm in float is within 2e-7 of that of the C library in double", "[base]") {
    double worst = 0;
    for (float x = 1.2e-38F; x < 3e38F; x *= 1.0007F) {
        const double exact = std::log(static_cast<double>(x));
        worst = std::fmax(worst, std::abs(static_cast<double>(logarithm(x)) - exact) / std::fmax(1, std::abs(exact)));
    }
    CHECK(worst < 2e-7);
    CHECK(logarithm(1.0F) == 0.0F);
}
