// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/optimizers/latent_rule_fixture.h"

#include <cmath>

using namespace orthant;
using test::RuleBench;

namespace {

Component askew(double epsilon, double decay, double hold) {
    return Component("askew_sgd", {{"optimizer", test::plainSgd()}, {"epsilon", epsilon}, {"decay", decay}, {"hold", hold}, {"freezeAt", 1.0}});
}

} // namespace

TEST_CASE("inside of the intervals, and at zero, AskewSGD is gradient descent", "[optimizers]") {
    RuleBench rule(askew(1.0, 1.0, 0.2), {0.5F, 1.0F, 0.0F, -1.2F}); // epsilon 1: |w| up to the root of 2
    rule.step({1.0F, 1.0F, 1.0F, 1.0F});
    CHECK(rule.value(0) == Approx(0.4));
    CHECK(rule.value(1) == Approx(0.9));
    CHECK(rule.value(2) == Approx(-0.1));
    CHECK(rule.value(3) == Approx(-1.3));
}

TEST_CASE("outside, the push back replaces a gradient that does not lead back fast enough", "[optimizers]") {
    // w = 0.5, epsilon = 0.1: phi = 0.1 - 0.5625, K = phi / (4 * 0.5 * -0.75) = 0.308333
    const double k = (0.1 - 0.5625) / (4 * 0.5 * -0.75);
    RuleBench rule(askew(0.1, 1.0, 1.0), {0.5F, 0.5F, 0.5F, -0.5F});
    rule.step({0.3F, -0.2F, -0.5F, 0.0F});
    CHECK(rule.value(0) == Approx(0.5 + 0.1 * k)); // away from +1: replaced
    CHECK(rule.value(1) == Approx(0.5 + 0.1 * k)); // towards it, too slowly: replaced
    CHECK(rule.value(2) == Approx(0.5 + 0.1 * 0.5)); // fast enough: kept
    CHECK(rule.value(3) == Approx(-0.5 - 0.1 * k));
}

TEST_CASE("a loss with its optimum at 0.3 ends at a sign when the intervals close", "[optimizers]") {
    RuleBench rule(askew(1.0, 0.7, 0.1), {0.8F, -0.9F});
    rule.context.clip = 1.5F;
    rule.context.totalEpochs = 40;
    for (int step = 0; step < 4000; ++step) {
        rule.context.epoch = step / 100.0;
        rule.step({0.5F * (rule.parameter.value[0] - 0.3F), 0.5F * (rule.parameter.value[1] - 0.3F)});
    }
    CHECK(rule.value(0) == Approx(1).margin(0.01));
    CHECK(std::abs(rule.value(1)) == Approx(1).margin(0.01));
}
