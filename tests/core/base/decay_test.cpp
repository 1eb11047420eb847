// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/decay.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

TEST_CASE("the decay in float is the exponential of the standard library to three units in the last place") {
    double worst = 0;
    for (float x = 0; x < 87; x += 0.00137F) {
        const double exact = std::exp(-static_cast<double>(x));
        worst = std::max(worst, std::abs(decay(x) - exact) / exact);
    }
    CHECK(worst < 2e-7);
    CHECK(worst > 1e-9); // a float cannot be closer: the loop has looked at it
}

TEST_CASE("the decay is 1 at 0 and 0 far out") {
    CHECK(decay(0.0F) == 1.0F);
    CHECK(decay(-0.0F) == 1.0F);
    CHECK(decay(88.0F) == 0.0F);
    CHECK(decay(std::numeric_limits<float>::infinity()) == 0.0F);
}

} // namespace orthant
