// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("tanh steepens in equal ratios and passes gradients unchanged or by its derivative", "[quantizers]") {
    const Params given{{"betaStart", 1.0}, {"betaEnd", 100.0}};
    Params derivative = given;
    derivative.set("backward", std::string("derivative"));
    for (const auto& [progress, beta] : {std::pair{0.0, 1.0}, {0.5, 10.0}, {1.0, 100.0}})
        for (const double x : {-0.7, -0.01, 0.0, 0.02, 0.4}) {
            CHECK(test::pairAt(Component("tanh", given), progress, x).forward == Approx(std::tanh(beta * x)).margin(1e-6));
            CHECK(test::pairAt(Component("tanh", given), progress, x).backward == 1);
            const double slope = beta / std::pow(std::cosh(beta * x), 2);
            CHECK(test::pairAt(Component("tanh", derivative), progress, x).backward == Approx(slope).epsilon(1e-5).margin(1e-9));
        }
}
