// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("ttq has a learned level on each side and zeros between", "[quantizers]") {
    const Tensor x = test::row({2, -0.5F, 0.09F, -0.1F, 0.3F, 0}); // threshold 0.05 * 2
    const auto quantizer = makeQuantizer(Component("ttq"));
    const QuantizerState state = quantizer->state();
    REQUIRE(state.parameters.size() == 2);
    state.parameters[0]->value[0] = 1.5F;
    state.parameters[1]->value[0] = 0.5F;
    const Tensor q = test::forward(*quantizer, x);
    const float expected[] = {1.5F, -0.5F, 0, -0.5F, 1.5F, 0};
    for (std::size_t i = 0; i < 6; ++i) CHECK(q[i] == expected[i]);
    const Tensor dx = test::backward(*quantizer, x, test::row({1, 2, 3, 4, 5, 6}));
    const float slopes[] = {1.5F, 1, 3, 2, 7.5F, 6};
    for (std::size_t i = 0; i < 6; ++i) CHECK(dx[i] == slopes[i]);
    CHECK(quantizer->pack(x.matrix()).bits() == 12 + 64);
}

TEST_CASE("the gradients of the levels are those of the loss", "[quantizers]") {
    const Tensor x = test::normals(3, 40, 2), g = test::normals(3, 40, 3);
    const auto quantizer = makeQuantizer(Component("ttq", {{"factor", 0.3}}));
    test::backward(*quantizer, x, g);
    for (Parameter* level : quantizer->state().parameters) {
        INFO(level->name);
        const double slope = test::slopeAlong(level->value, 0, 0.01, [&](const Tensor& moved) {
            level->value = moved;
            const Tensor q = test::forward(*quantizer, x);
            double sum = 0;
            for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(g[i]) * static_cast<double>(q[i]);
            level->value[0] = 1;
            return sum;
        });
        CHECK(static_cast<double>(level->gradient[0]) == Approx(slope).epsilon(1e-3));
    }
}
