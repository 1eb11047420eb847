// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

Component fixed(double mu, bool unitSlope = false) {
    return Component("bnn_plus_plus", {{"muStart", mu}, {"muEnd", mu}, {"unitSlope", unitSlope}});
}

} // namespace

TEST_CASE("bnn_plus_plus is SignSwish with its own slope", "[quantizers]") {
    const double x[] = {0, 0.1, 0.6, 1.5};
    const double five[] = {0, 0.479922, 1.176208, 1.007182}, fiveSlope[] = {5, 4.412290, -0.323214, -0.030340};
    const double one[] = {0, 0.099834, 0.565854, 1.082588}, oneSlope[] = {1, 0.995012, 0.835160, 0.312395};
    for (std::size_t i = 0; i < 4; ++i)
        for (const double side : {-1.0, 1.0}) {
            CHECK(test::pairAt(fixed(5), 0, side * x[i]).forward == Approx(side * five[i]).margin(1e-6));
            CHECK(test::pairAt(fixed(5), 0, side * x[i]).backward == Approx(fiveSlope[i]).margin(2e-6));
            CHECK(test::pairAt(fixed(1), 0, side * x[i]).forward == Approx(side * one[i]).margin(1e-6));
            CHECK(test::pairAt(fixed(1), 0, side * x[i]).backward == Approx(oneSlope[i]).margin(1e-6));
        }
    CHECK(test::pairAt(fixed(5, true), 0, 0.1).backward == Approx(4.412290 / 5).margin(1e-6));
    CHECK(test::pairAt(fixed(100), 0, 1e30).forward == 1);
    CHECK(test::pairAt(fixed(100), 0, -1e30).backward == 0);
}

TEST_CASE("mu of bnn_plus_plus rises in equal steps or in equal ratios", "[quantizers]") {
    const auto mu = [](const char* ramp, double progress) { // the slope at 0
        return test::pairAt(Component("bnn_plus_plus", {{"muStart", 1.0}, {"muEnd", 16.0}, {"ramp", std::string(ramp)}}), progress, 0).backward;
    };
    CHECK(mu("linear", 0) == Approx(1));
    CHECK(mu("linear", 0.5) == Approx(8.5));
    CHECK(mu("geometric", 0.5) == Approx(4));
    CHECK(mu("geometric", 1) == Approx(16));
}

TEST_CASE("SignSwish peaks at u = 2.39936 with 1.19968 and passes 1 at u = 1.27846", "[quantizers]") {
    const ScalarMaps maps = scalarMaps(fixed(1), 0);
    CHECK(maps.forward(2.39936) == Approx(1.19968).margin(5e-6));
    CHECK(maps.backward(2.39936) == Approx(0).margin(1e-5));
    CHECK(maps.forward(1.27846) == Approx(1).margin(1e-5));
    CHECK(maps.backward(3.436) == Approx(-0.07383).margin(1e-5));
}
