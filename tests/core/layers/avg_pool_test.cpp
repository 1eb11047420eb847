// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("average pool of floats and of signs, and its gradient", "[layers]") {
    BuiltLayer built = test::build("avg_pool", {5, 6, 2}, {{"size", std::int64_t{3}}, {"sizeHeight", std::int64_t{2}}});
    CHECK(built.output == Shape{2, 2, 2});
    Activation in = test::activation(test::normals({3, 5, 6, 2}, 1));
    const Tensor up = test::normals({3, 2, 2, 2}, 2);
    Activation out;
    const auto loss = [&] {
        built.layer->forward(in, out, {});
        return test::dot(out.values, up);
    };
    loss();
    double sum = 0; // of channel 1 under the second window
    for (const std::size_t y : {0U, 1U})
        for (const std::size_t x : {3U, 4U, 5U}) sum += static_cast<double>(in.values.row(2)[(y * 6 + x) * 2 + 1]);
    CHECK(static_cast<double>(out.values.row(2)[3]) == Approx(sum / 6).margin(1e-6));
    Tensor dIn;
    built.layer->backward(in, up, &dIn, {});
    for (std::size_t i = 0; i < dIn.size(); ++i)
        CHECK(static_cast<double>(dIn[i]) == Approx(test::slope(in.values[i], 0.01, loss)).margin(1e-3));

    in.bits = BitMatrix::fromSigns(in.values.matrix());
    in.binary = true;
    built.layer->forward(in, out, {});
    CHECK_FALSE(out.binary);
    for (const float y : out.values.values()) CHECK(std::abs(std::remainder(6 * y, 2.0F)) < 1e-5F); // a sum of six signs
}
