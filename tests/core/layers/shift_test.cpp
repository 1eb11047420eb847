// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("a shift adds one constant to each channel of a vector or an image", "[layers]") {
    for (const Shape& shape : {Shape{4, 3}, Shape{2, 2, 5, 3}}) {
        BuiltLayer built = test::build("shift", Shape(shape.begin() + 1, shape.end()));
        built.layer->parameters()[0]->value = test::normals({3}, 8);
        Activation in = test::activation(test::normals(shape, 1));
        const Tensor up = test::normals(shape, 2);
        test::GradientBench bench{built, in, up};
        bench.run();
        double sums[3] = {};
        for (std::size_t i = 0; i < in.values.size(); ++i) {
            CHECK(bench.out.values[i] == in.values[i] + built.layer->parameters()[0]->value[i % 3]);
            CHECK(bench.dIn[i] == up[i]);
            sums[i % 3] += static_cast<double>(up[i]);
        }
        for (std::size_t c = 0; c < 3; ++c)
            CHECK(static_cast<double>(built.layer->parameters()[0]->gradient[c]) == Approx(sums[c]).margin(1e-5));
    }
}
