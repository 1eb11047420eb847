// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sine.h"
#include "tests/catch.h"

#include <cmath>
#include <limits>

using namespace orthant;

TEST_CASE("sine and cosine in float are within 2e-7 of those of the C library in double", "[base]") {
    double worst = 0;
    const auto compare = [&](double x) {
        worst = std::fmax(worst, std::abs(static_cast<double>(sine(x)) - std::sin(x)));
        worst = std::fmax(worst, std::abs(static_cast<double>(cosine(x)) - std::cos(x)));
    };
    for (int i = -200000; i <= 200000; ++i) compare(i * 1e-4); // the weights of a layer
    for (double x = 20; x < 0x1p20; x *= 1.0003) {
        compare(x);
        compare(-x);
    }
    CHECK(worst < 2e-7);
    CHECK(sine(0.0) == 0.0F);
    for (const double x : {1e12, 1e30, -3e38}) CHECK(std::abs(sine(x)) <= 1.01F);
    CHECK(std::isnan(sine(std::numeric_limits<double>::quiet_NaN())));
    CHECK(std::isnan(sine(std::numeric_limits<double>::infinity())));
}
