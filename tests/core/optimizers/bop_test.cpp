// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/optimizers/latent_rule_fixture.h"

#include <cmath>

using namespace orthant;
using test::RuleBench;

namespace {

Component bop(double gamma, double threshold) {
    return Component("bop", {{"optimizer", test::plainSgd()}, {"gamma", gamma}, {"threshold", threshold}, {"decayGamma", false}});
}

} // namespace

TEST_CASE("Bop flips exactly when the running mean points the way of the sign and exceeds the threshold", "[optimizers]") {
    RuleBench rule(bop(0.3, 0.2), {0.4F, -0.4F, 1.0F, -1.0F});
    std::vector<double> m(4, 0.0), b = {1, -1, 1, -1};
    int flips = 0;
    for (int t = 1; t <= 200; ++t) {
        std::vector<float> g;
        for (std::size_t i = 0; i < 4; ++i) g.push_back(static_cast<float>(std::sin(0.7 * t + static_cast<double>(i))));
        rule.step(g);
        for (std::size_t i = 0; i < 4; ++i) {
            m[i] += 0.3 * (static_cast<double>(g[i]) - m[i]);
            if (b[i] * m[i] > 0.2) {
                b[i] = -b[i];
                ++flips;
            }
            REQUIRE(rule.value(i) == b[i]);
        }
    }
    CHECK(flips > 20);
}

TEST_CASE("with a threshold out of reach Bop never flips, and the schedule slows its mean", "[optimizers]") {
    RuleBench never(bop(0.5, 1.0), {1.0F});
    for (int t = 0; t < 100; ++t) never.step({0.9F});
    CHECK(never.value(0) == 1.0);

    RuleBench slow(Component("bop", {{"optimizer", test::plainSgd()}, {"gamma", 0.5}, {"threshold", 0.2}, {"decayGamma", true}}), {1.0F});
    slow.context.plainRate = 0.01; // a tenth of the inner rate: gamma 0.05
    slow.step({1.0F});
    CHECK(static_cast<double>(slow.state[0][0]) == Approx(0.05));
    CHECK(slow.value(0) == 1.0);
}
