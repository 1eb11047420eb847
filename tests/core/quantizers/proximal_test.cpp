// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

Component fixed(double rho, double varrho) {
    return Component("proximal", {{"rhoStart", rho}, {"rhoEnd", rho}, {"varrhoStart", varrho}, {"varrhoEnd", varrho}});
}

} // namespace

TEST_CASE("the proximal map has its flats, its jump and the line between", "[quantizers]") {
    // L(.3, .3), L(0, .5), L(.5, 0) at 0, 0.1, 0.6, 1.5.
    const double x[] = {0, 0.1, 0.6, 1.5};
    const double both[] = {0.3, 0.4, 0.9, 1}, jump[] = {0.5, 0.55, 0.8, 1}, flat[] = {0, 0.2, 1, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(test::pairAt(fixed(0.3, 0.3), 0, x[i]).forward == Approx(both[i]));
        CHECK(test::pairAt(fixed(0, 0.5), 0, x[i]).forward == Approx(jump[i]));
        CHECK(test::pairAt(fixed(0.5, 0), 0, x[i]).forward == Approx(flat[i]).margin(1e-7));
    }
}

TEST_CASE("the proximal map is the best trade between nearness and the W-shaped regularizer", "[quantizers]") {
    // With rho = varrho = lambda it is ProxQuant's: the p that makes 1/2 (p - x)^2 + lambda | |p| - 1 | smallest.
    const double lambda = 0.25;
    for (const double x : {-0.9, -0.4, 0.05, 0.3, 0.74, 0.9}) {
        double best = 0, least = 1e9;
        for (int i = -15000; i <= 15000; ++i) {
            const double p = i / 10000.0;
            const double cost = 0.5 * (p - x) * (p - x) + lambda * std::abs(std::abs(p) - 1);
            if (cost < least) {
                least = cost;
                best = p;
            }
        }
        CHECK(test::pairAt(fixed(lambda, lambda), 0, x).forward == Approx(best).margin(2e-4));
    }
}

TEST_CASE("the proximal map ends as the sign and may stop gradients outside", "[quantizers]") {
    CHECK(test::pairAt(Component("proximal"), 0, 0.3).forward == Approx(0.3));
    CHECK(test::pairAt(Component("proximal"), 1, 1e-9).forward == 1);
    CHECK(test::pairAt(Component("proximal"), 1, -1e-9).forward == -1);
    CHECK(test::pairAt(Component("proximal"), 0.5, 1.5).backward == 1);
    CHECK(test::pairAt(Component("proximal", {{"cancel", true}}), 0.5, 1.5).backward == 0);
    CHECK(test::pairAt(Component("proximal", {{"cancel", true}}), 0.5, 1.0).backward == 1);
}
