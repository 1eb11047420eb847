// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("global average pool gives the mean of each channel as a vector", "[layers]") {
    BuiltLayer built = test::build("global_avg_pool", {3, 4, 5});
    CHECK(built.output == Shape{5});
    Activation in = test::activation(test::normals({2, 3, 4, 5}, 1));
    const Tensor up = test::normals({2, 5}, 2);
    Activation out;
    const auto loss = [&] {
        built.layer->forward(in, out, {});
        return test::dot(out.values, up);
    };
    loss();
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t c = 0; c < 5; ++c) {
            double sum = 0;
            for (std::size_t p = 0; p < 12; ++p) sum += static_cast<double>(in.values.row(i)[p * 5 + c]);
            CHECK(static_cast<double>(out.values.row(i)[c]) == Approx(sum / 12).margin(1e-6));
        }
    Tensor dIn;
    built.layer->backward(in, up, &dIn, {});
    for (std::size_t i = 0; i < dIn.size(); ++i)
        CHECK(static_cast<double>(dIn[i]) == Approx(test::slope(in.values[i], 0.01, loss)).margin(1e-3));
}
