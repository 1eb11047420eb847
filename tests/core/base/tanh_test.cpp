// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tanh.h"

#include "tests/catch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthant {

TEST_CASE("the tanh in float is that of the standard library to a few units in the last place, near 0 too") {
    double worst = 0;
    for (float x = 1e-30F; x < 100; x *= 1.0001F)
        for (const float signedX : {x, -x}) {
            const double exact = std::tanh(static_cast<double>(signedX));
            worst = std::max(worst, std::abs(static_cast<double>(tanhOf(signedX)) - exact) / std::abs(exact));
        }
    CHECK(worst < 3e-7);
    CHECK(worst > 1e-9); // a float cannot be closer: the loop has looked at it
}

TEST_CASE("the tanh keeps zeros with their signs and ends at +-1") {
    CHECK((tanhOf(0.0F) == 0.0F && !std::signbit(tanhOf(0.0F))));
    CHECK((tanhOf(-0.0F) == 0.0F && std::signbit(tanhOf(-0.0F))));
    for (const float x : {50.0F, std::numeric_limits<float>::max(), std::numeric_limits<float>::infinity()}) {
        CHECK(tanhOf(x) == 1.0F);
        CHECK(tanhOf(-x) == -1.0F);
    }
}

} // namespace orthant
