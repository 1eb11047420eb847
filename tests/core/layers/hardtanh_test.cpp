// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("hardtanh clamps values and stops gradients outside [-1, 1]", "[layers]") {
    BuiltLayer built = test::build("hardtanh", {4});
    Tensor x({1, 4});
    const float values[] = {-2, -1, 0.5F, 3};
    for (std::size_t i = 0; i < 4; ++i) x[i] = values[i];
    const Activation in = test::activation(x);
    Activation out;
    built.layer->forward(in, out, {});
    Tensor dIn;
    built.layer->backward(in, Tensor({1, 4}, 1.0F), &dIn, {});
    const float value[] = {-1, -1, 0.5F, 1}, gradient[] = {0, 1, 1, 0};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(out.values[i] == value[i]);
        CHECK(dIn[i] == gradient[i]);
    }
}
