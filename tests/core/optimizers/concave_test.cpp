// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/optimizers/latent_rule_fixture.h"

using namespace orthant;
using test::RuleBench;

TEST_CASE("the concave term pushes away from zero in proportion to the weight, up to the box", "[optimizers]") {
    RuleBench rule(Component("concave", {{"optimizer", test::plainSgd()}, {"lambda", 0.5}, {"freezeAt", 1.0}}), {0.2F, -0.2F, 0.0F, 0.9F});
    rule.context.clip = 1;
    rule.context.epoch = 3.7; // lambda_t = 0.5 * 4 / 10
    rule.step({1.0F, 0.0F, 0.0F, 0.0F});
    CHECK(rule.value(0) == Approx(0.1 * 1.4));
    CHECK(rule.value(1) == Approx(-0.2 * 1.4));
    CHECK(rule.value(2) == 0.0);
    CHECK(rule.value(3) == 1.0);
}

TEST_CASE("without a gradient every weight that is not zero ends at its sign", "[optimizers]") {
    RuleBench rule(Component("concave", {{"optimizer", test::plainSgd()}, {"lambda", 0.1}, {"freezeAt", 1.0}}), {0.05F, -0.3F});
    rule.context.clip = 1;
    rule.context.epoch = 9;
    for (int i = 0; i < 30; ++i) rule.step({0.0F, 0.0F});
    CHECK(rule.value(0) == 1.0);
    CHECK(rule.value(1) == -1.0);
}
