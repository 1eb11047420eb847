// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/optimizers/latent_rule_fixture.h"

#include <cmath>

using namespace orthant;
using test::RuleBench;

namespace {

Component bop2(double threshold, bool corrected, double sigma = 0.1) {
    return Component("bop2", {{"optimizer", test::plainSgd()}, {"gamma", 0.3}, {"sigma", sigma}, {"threshold", threshold}, {"corrected", corrected}});
}

} // namespace

TEST_CASE("Bop2 follows its formula step by step, with and without the start correction", "[optimizers]") {
    for (const bool corrected : {false, true}) {
        RuleBench rule(bop2(0.4, corrected), {1.0F, -1.0F});
        double m[2] = {}, v[2] = {}, b[2] = {1, -1};
        int flips = 0;
        for (int t = 1; t <= 150; ++t) {
            std::vector<float> g = {static_cast<float>(std::sin(0.9 * t)), static_cast<float>(100 * std::cos(0.4 * t))};
            rule.step(g);
            for (std::size_t i = 0; i < 2; ++i) {
                const auto gradient = static_cast<double>(g[i]);
                m[i] += 0.3 * (gradient - m[i]);
                v[i] += 0.1 * (gradient * gradient - v[i]);
                const double mean = corrected ? m[i] / (1 - std::pow(0.7, t)) : m[i];
                const double square = corrected ? v[i] / (1 - std::pow(0.9, t)) : v[i];
                if (b[i] * mean / (std::sqrt(square) + 1e-10) > 0.4) {
                    b[i] = -b[i];
                    ++flips;
                }
                REQUIRE(rule.value(i) == b[i]);
            }
        }
        CHECK(flips > 10);
    }
}

TEST_CASE("a gradient of unit size gives Bop2 the flips of Bop", "[optimizers]") {
    // v stays 1 when it starts there and g^2 = 1.
    RuleBench second(bop2(0.2, false), {1.0F}), first(Component("bop", {{"optimizer", test::plainSgd()}, {"gamma", 0.3}, {"threshold", 0.2}, {"decayGamma", false}}), {1.0F});
    second.state[1][0] = 1;
    for (int t = 0; t < 60; ++t) {
        const std::vector<float> g = {t % 7 < 4 ? 1.0F : -1.0F};
        first.step(g);
        second.step(g);
        REQUIRE(first.value(0) == second.value(0));
    }
}
