// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("drawn curves go through their points and are level outside", "[quantizers]") {
    // Points at -2, -1, 0, 1, 2.
    const Component drawn("drawn", {{"forward", std::string("-1, -0.5, 0, 0.8, 1")}, {"backward", std::string("0, 1, 2, 1, 0")}});
    for (const auto& [x, f, b] : {std::tuple{-3.0, -1.0, 0.0}, {-2.0, -1.0, 0.0}, {-1.5, -0.75, 0.5}, {0.0, 0.0, 2.0}, {0.25, 0.2, 1.75}, {1.0, 0.8, 1.0}, {50.0, 1.0, 0.0}}) {
        INFO("x = " << x);
        CHECK(test::pairAt(drawn, 0, x).forward == Approx(f).margin(1e-6));
        CHECK(test::pairAt(drawn, 0, x).backward == Approx(b).margin(1e-6));
    }
}

TEST_CASE("without a backward curve the slope comes from the forward one, by the split", "[quantizers]") {
    const auto slope = [](double split, double x) {
        return test::pairAt(Component("drawn", {{"forward", std::string("-1, -1, 0, 3, 3")}, {"split", split}}), 0, x).backward;
    };
    CHECK(slope(1.0, -1.5) == 0);
    CHECK(slope(1.0, -0.5) == Approx(1));
    CHECK(slope(1.0, 0.5) == Approx(3));
    CHECK(slope(0.5, 0.5) == Approx(1.7320508));
    CHECK(slope(1.0, 5.0) == 0);
    CHECK(slope(0.0, 0.5) == 1);
    CHECK(slope(0.0, 5.0) == 1);
}

TEST_CASE("what a drawn curve ships is the sign", "[quantizers]") {
    const Tensor x = test::row({0.3F, -0.2F, 0.0F, -7.0F});
    const Tensor shipped = makeQuantizer(Component("drawn"))->packFinal(x.matrix()).dequantize();
    CHECK(shipped[0] == 1.0F);
    CHECK(shipped[1] == -1.0F);
    CHECK(shipped[2] == 1.0F);
    CHECK(shipped[3] == -1.0F);
}

TEST_CASE("points that are no numbers, or too few, are refused", "[quantizers]") {
    CHECK_THROWS_WITH(makeQuantizer(Component("drawn", {{"forward", std::string("1, two")}})), containsText("/forward") && containsText("two"));
    CHECK_THROWS_WITH(makeQuantizer(Component("drawn", {{"backward", std::string("1")}})), containsText("2 to"));
}
