// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("a thermometer has as many +1 as the input is high, the first planes first", "[layers]") {
    constexpr std::size_t planes = 5;
    BuiltLayer built = test::build("thermometer", {21}, {{"planes", static_cast<std::int64_t>(planes)}});
    CHECK(built.output == Shape{21 * planes});
    CHECK(built.binaryOutput);
    Tensor x({1, 21});
    for (std::size_t i = 0; i < 21; ++i) x[i] = static_cast<float>(i) / 8 - 1.25F; // beyond both ends, too
    Activation out;
    built.layer->forward(test::activation(x), out, {});
    REQUIRE(out.binary);
    for (std::size_t i = 0; i < 21; ++i) {
        // plane j is +1 where j is below round((x + 1) / 2 * planes): FracBNN's rule with x as pixel / 255
        const double height = std::round((static_cast<double>(x[i]) + 1) / 2 * planes);
        for (std::size_t j = 0; j < planes; ++j) {
            INFO("input " << x[i] << ", plane " << j);
            CHECK(out.bits.get(0, i * planes + j) == (static_cast<double>(j) < height));
        }
    }
}

TEST_CASE("a thermometer multiplies the channels of an image", "[layers]") {
    CHECK(test::build("thermometer", {4, 6, 3}).output == Shape{4, 6, 24});
    CHECK(test::build("thermometer", {4, 6}).output == Shape{4, 6, 8});
}
