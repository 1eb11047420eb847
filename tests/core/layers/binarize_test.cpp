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

TEST_CASE("binarize gives the levels of a quantizer of several bits as values and as planes", "[layers]") {
    BuiltLayer built = test::build("binarize", {3}, {{"quantizer", Component("dorefa_activations")}});
    CHECK_FALSE(built.binaryOutput);
    Tensor x({1, 3});
    x[0] = -1;
    x[1] = 0.3F;
    x[2] = 0.7F;
    Activation out;
    for (const bool training : {true, false}) {
        LayerContext context;
        context.training = training;
        built.layer->forward(test::activation(x), out, context);
        REQUIRE(out.flow() == Flow::Levels);
        const Tensor planes = out.levels.dequantize();
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(static_cast<double>(out.values[i]) == Approx(static_cast<double>(i) / 3).margin(1e-6));
            CHECK(planes[i] == out.values[i]);
        }
    }
}

TEST_CASE("binarize trains the levels of its quantizer, as the first layer too", "[layers]") {
    BuiltLayer built = test::build("binarize", {3}, {{"quantizer", Component("adabin_activations")}});
    REQUIRE(built.layer->parameters().size() == 2);
    const Activation in = test::activation(test::normals({4, 3}, 1));
    Activation out;
    built.layer->forward(in, out, {});
    built.layer->backward(in, test::normals({4, 3}, 2), nullptr, {});
    CHECK(built.layer->parameters()[0]->gradient.size() == 1);
}

TEST_CASE("binarize takes only quantizers whose forward map is the sign or a level", "[layers]") {
    CHECK_THROWS_WITH(test::build("binarize", {4}, {{"quantizer", Component("identity")}}), containsText("sign"));
    CHECK_THROWS_WITH(test::build("binarize", {4}, {{"quantizer", Component("xnor_scale")}}), containsText("/quantizer/id"));
}
