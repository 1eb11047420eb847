// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("binarize gives bits and sends gradients through the backward map", "[layers]") {
    BuiltLayer built = test::build("binarize", {4}, {{"quantizer", Component("approx_sign")}});
    CHECK(built.binaryOutput);
    Tensor x({1, 4});
    const float values[] = {-0.25F, 0.0F, 0.5F, -3.0F};
    for (std::size_t i = 0; i < 4; ++i) x[i] = values[i];
    const Activation in = test::activation(x);
    Activation out;
    built.layer->forward(in, out, {});
    const bool bits[] = {false, true, true, false};
    for (std::size_t i = 0; i < 4; ++i) CHECK(out.bits.get(0, i) == bits[i]);
    Tensor dIn;
    built.layer->backward(in, Tensor({1, 4}, 1.0F), &dIn, {});
    const float slopes[] = {1.5F, 2.0F, 1.0F, 0.0F};
    for (std::size_t i = 0; i < 4; ++i) CHECK(dIn[i] == slopes[i]);
}

TEST_CASE("binarize takes only quantizers whose forward map is the sign", "[layers]") {
    CHECK_THROWS_WITH(test::build("binarize", {4}, {{"quantizer", Component("identity")}}), containsText("sign"));
    CHECK_THROWS_WITH(test::build("binarize", {4}, {{"quantizer", Component("xnor_scale")}}), containsText("/quantizer/id"));
}
