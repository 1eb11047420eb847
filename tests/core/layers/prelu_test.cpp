// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("prelu keeps positive values and multiplies the others by the slope of their channel", "[layers]") {
    BuiltLayer built = test::build("prelu", {2, 1, 2}, {{"slope", 0.5}});
    built.layer->parameters()[0]->value[1] = -3;
    Tensor x({1, 2, 1, 2});
    const float values[] = {-2, -2, 4, 0}, expected[] = {-1, 6, 4, 0};
    std::copy_n(values, 4, x.data());
    Activation out;
    built.layer->forward(test::activation(x), out, {});
    for (std::size_t i = 0; i < 4; ++i) CHECK(out.values[i] == expected[i]);
}

TEST_CASE("prelu gradients agree with central differences away from the bend", "[layers]") {
    for (const Shape& shape : {Shape{50, 3}, Shape{4, 3, 5, 3}}) {
        BuiltLayer built = test::build("prelu", Shape(shape.begin() + 1, shape.end()));
        built.layer->parameters()[0]->value = test::normals({3}, 8);
        Activation in = test::activation(test::normals(shape, 1));
        for (float& x : in.values.values()) x += x < 0 ? -0.1F : 0.1F;
        const Tensor up = test::normals(shape, 2);
        test::GradientBench bench{built, in, up};
        bench.run();
        const Tensor& dIn = bench.dIn;
        for (std::size_t i = 0; i < dIn.size(); ++i)
            CHECK(static_cast<double>(dIn[i]) == Approx(bench.inputSlope(i, 3e-2)).margin(1e-3));
        for (Parameter* parameter : built.layer->parameters())
            for (std::size_t i = 0; i < 3; ++i)
                CHECK(static_cast<double>(parameter->gradient[i]) == Approx(bench.slopeOf(*parameter, i, 3e-2)).margin(1e-3));
    }
}
