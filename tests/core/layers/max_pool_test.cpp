// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("max pool keeps signs as bits and gives the gradient of equal signs to the first", "[layers]") {
    BuiltLayer built = test::build("max_pool", {2, 4});
    Activation in;
    in.bits = BitMatrix(1, 8);
    in.bits.set(0, 1, true); // -+--
    in.bits.set(0, 4, true); // +---
    in.binary = true;
    in.batch = 1;
    in.shape = {2, 4};
    Activation out;
    built.layer->forward(in, out, {});
    REQUIRE(out.binary);
    CHECK(out.shape == Shape{1, 2, 1});
    CHECK(out.bits.get(0, 0));
    CHECK_FALSE(out.bits.get(0, 1));
    Tensor up({1, 1, 2, 1}), dIn;
    up[0] = 3;
    up[1] = 5;
    built.layer->backward(in, up, &dIn, {});
    const std::vector<float> expected{0, 3, 5, 0, 0, 0, 0, 0};
    CHECK(std::vector<float>(dIn.values().begin(), dIn.values().end()) == expected);
}

TEST_CASE("max pool gradients agree with central differences where no two values are equal", "[layers]") {
    BuiltLayer built = test::build("max_pool", {5, 6, 2}, {{"size", std::int64_t{3}}, {"stride", std::int64_t{2}}});
    CHECK(built.output == Shape{2, 2, 2});
    Activation in = test::activation(test::normals({3, 5, 6, 2}, 1));
    const Tensor up = test::normals({3, 2, 2, 2}, 2);
    test::GradientBench bench{built, in, up};
    bench.context.training = true;
    bench.run();
    const Tensor& dIn = bench.dIn;
    for (std::size_t i = 0; i < dIn.size(); ++i)
        CHECK(static_cast<double>(dIn[i]) == Approx(bench.inputSlope(i, 1e-4)).margin(2e-2));
}

TEST_CASE("max pool takes images only", "[layers]") {
    CHECK_THROWS_WITH(test::build("max_pool", {8}), containsText("expected images"));
}
