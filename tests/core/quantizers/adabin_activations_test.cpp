// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("adabin activations have two levels around their centre", "[quantizers]") {
    const auto quantizer = makeQuantizer(Component("adabin_activations", {{"distance", 0.5}, {"centre", 0.25}}));
    const Tensor x = test::row({-3, 0.2F, 0.25F, 0.5F, 2});
    const Tensor q = test::forward(*quantizer, x);
    const float levels[] = {-0.25F, -0.25F, 0.75F, 0.75F, 0.75F};
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(q[i] == levels[i]);
    // y = (x - 0.25) / 0.5 and the slope 2 - 2|y|
    const Tensor dx = test::backward(*quantizer, x, Tensor(x.shape(), 3.0F));
    const double slopes[] = {0, 1.8, 2, 1, 0};
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(static_cast<double>(dx[i]) == Approx(3 * slopes[i]).margin(1e-5));
    // d distance = sum 3 (s - slope y), d centre = sum 3 (1 - slope)
    const std::vector<Parameter*> learned = quantizer->state().parameters;
    CHECK(static_cast<double>(learned[0]->gradient[0]) == Approx(3 * (-1 + (-1 + 0.18) + 1 + (1 - 0.5) + 1)));
    CHECK(static_cast<double>(learned[1]->gradient[0]) == Approx(3 * (1 - 0.8 - 1 + 0 + 1)));
}

TEST_CASE("a learned distance that falls below zero keeps the order of the levels", "[quantizers]") {
    const auto quantizer = makeQuantizer(Component("adabin_activations"));
    quantizer->state().parameters[0]->value[0] = -4;
    const Tensor q = test::forward(*quantizer, test::row({-1, 1}));
    CHECK(q[0] < q[1]);
    CHECK(q[1] <= 0.001F);
}
