// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("dropout drops its share, keeps the mean, and depends on the step alone", "[layers]") {
    BuiltLayer built = test::build("dropout", {1000}, {{"rate", 0.3}});
    const Activation in = test::activation(Tensor({50, 1000}, 1.0F));
    Activation out, again, other;
    LayerContext context;
    context.training = true;
    built.layer->forward(in, out, context);
    built.layer->forward(in, again, context);
    context.quantizer.step = 1;
    built.layer->forward(in, other, context);
    std::size_t zeros = 0, same = 0, sameOther = 0;
    double mean = 0;
    for (std::size_t i = 0; i < out.values.size(); ++i) {
        zeros += out.values[i] == 0;
        same += out.values[i] == again.values[i];
        sameOther += out.values[i] == other.values[i];
        mean += static_cast<double>(out.values[i]) / 50000;
    }
    CHECK(static_cast<double>(zeros) == Approx(15000).margin(5 * 102.5)); // 5 standard deviations
    CHECK(mean == Approx(1).margin(0.015));
    CHECK(same == 50000);
    CHECK(sameOther < 40000);

    built.layer->forward(in, out, {});
    for (const float x : out.values.values()) REQUIRE(x == 1.0F);
}

TEST_CASE("dropout passes gradients where it passed values", "[layers]") {
    BuiltLayer built = test::build("dropout", {64}, {{"rate", 0.5}});
    const Activation in = test::activation(Tensor({2, 64}, 1.0F));
    Activation out;
    LayerContext context;
    context.training = true;
    built.layer->forward(in, out, context);
    Tensor dIn;
    built.layer->backward(in, Tensor({2, 64}, 1.0F), &dIn, context);
    for (std::size_t i = 0; i < dIn.size(); ++i) CHECK(dIn[i] == out.values[i]);
}

TEST_CASE("dropout leaves no levels of an evaluation behind", "[layers]") {
    BuiltLayer built = test::build("dropout", {64}, {{"rate", 0.5}});
    Activation in, out;
    test::build("binarize", {64}, {{"quantizer", Component("ternary")}})
        .layer->forward(test::activation(test::normals({2, 64}, 1)), in, {});
    built.layer->forward(in, out, {});
    CHECK(out.flow() == Flow::Levels);
    LayerContext context;
    context.training = true;
    built.layer->forward(in, out, context);
    CHECK(out.flow() == Flow::Floats);
}
