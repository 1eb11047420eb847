// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/optimizers/latent_rule_fixture.h"

#include <cmath>

using namespace orthant;
using test::RuleBench;

namespace {

RuleBench bench(std::vector<float> values, double strength, double freezeAt = 1.0) {
    return {Component("prox_quant", {{"optimizer", test::plainSgd()}, {"strength", strength}, {"freezeAt", freezeAt}}), values};
}

} // namespace

TEST_CASE("the shrinking of ProxQuant beats every point of a grid in its own objective", "[optimizers]") {
    const std::vector<float> start = {-1.7F, -1.05F, -0.9F, -0.4F, -0.02F, 0.0F, 0.3F, 0.99F, 1.4F};
    for (const double lambda : {0.03, 0.2, 0.7}) {
        RuleBench rule = bench(start, lambda / (0.1 * 4));
        rule.context.epoch = 4;
        rule.step(std::vector<float>(start.size(), 0.0F)); // the prox alone
        for (std::size_t i = 0; i < start.size(); ++i) {
            const auto objective = [&](double p) {
                const double away = p - static_cast<double>(start[i]);
                return 0.5 * away * away + lambda * std::abs(std::abs(p) - 1);
            };
            double best = 1e9;
            for (double p = -3; p <= 3; p += 1e-3) best = std::min(best, objective(p));
            INFO("w = " << start[i] << ", lambda = " << lambda);
            CHECK(objective(rule.value(i)) <= best + 1e-6);
        }
    }
}

TEST_CASE("ProxQuant takes the gradient step first, clips, and shrinks more in later epochs", "[optimizers]") {
    RuleBench rule = bench({0.5F, 0.95F}, 1.0);
    rule.context.clip = 1;
    rule.step({1.0F, -2.0F}); // epoch 0: no shrinking
    CHECK(rule.value(0) == Approx(0.4));
    CHECK(rule.value(1) == Approx(1.0));
    rule.context.epoch = 2; // lambda = 0.1 * 1 * 2
    rule.step({0.0F, 0.0F});
    CHECK(rule.value(0) == Approx(0.6));
    CHECK(rule.value(1) == Approx(1.0));
}

TEST_CASE("after the freeze the weights are signs and stay", "[optimizers]") {
    RuleBench rule = bench({0.5F, -0.1F, 0.0F}, 1e-4, 0.9);
    rule.context.epoch = 9;
    for (int i = 0; i < 3; ++i) rule.step({100.0F, -100.0F, 100.0F});
    CHECK(rule.value(0) == 1.0);
    CHECK(rule.value(1) == -1.0);
    CHECK(rule.value(2) == 1.0);
}

TEST_CASE("a parameter that is not latent sees the inner optimizer only", "[optimizers]") {
    RuleBench rule(Component("prox_quant", {{"optimizer", test::plainSgd()}, {"strength", 50.0}}), {0.5F}, false);
    rule.context.epoch = 9.5;
    rule.step({1.0F});
    CHECK(rule.value(0) == Approx(0.4));
}
