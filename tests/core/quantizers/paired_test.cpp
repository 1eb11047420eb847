// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("paired takes the forward map of one and the backward map of the other", "[quantizers]") {
    const Component pair("paired", {{"forward", Component("hardtanh")}, {"backward", Component("approx_sign")}});
    for (const double x : {-1.5, -0.25, 0.0, 0.5}) {
        CHECK(test::pairAt(pair, 0, x).forward == test::pairAt(Component("hardtanh"), 0, x).forward);
        CHECK(test::pairAt(pair, 0, x).backward == test::pairAt(Component("approx_sign"), 0, x).backward);
    }
    CHECK(makeQuantizer(pair)->signs() == Signs::Shipped);
}

TEST_CASE("both schedules of a pair move", "[quantizers]") {
    const Component pair("paired", {{"forward", Component("ede_plus")}, {"backward", Component("ede_sign")}});
    for (const double progress : {0.0, 0.5, 1.0}) {
        const test::Pair expected = test::pairAt(Component("ede_plus"), progress, 0.3);
        CHECK(test::pairAt(pair, progress, 0.3).forward == expected.forward);
        CHECK(test::pairAt(pair, progress, 0.3).backward == expected.backward);
    }
}

TEST_CASE("a forward map with a scale of the row keeps it in a pair", "[quantizers]") {
    const Component pair("paired", {{"forward", Component("xnor_scale")}, {"backward", Component("ste_sign", {{"clip", 0.0}})}});
    const Tensor x = test::row({1.0F, -2.0F, 3.0F});
    const auto quantizer = makeQuantizer(pair);
    CHECK(test::forward(*quantizer, x)[1] == -2.0F);
    CHECK(test::backward(*quantizer, x, test::row({1, 2, 3}))[2] == 3.0F);
    CHECK_THROWS_WITH(scalarMaps(pair, 0), containsText("/forward/id"));
}
