// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("relu keeps positive values and their gradients", "[layers]") {
    BuiltLayer built = test::build("relu", {3});
    Tensor x({1, 3});
    x[0] = -1;
    x[1] = 0;
    x[2] = 2;
    const Activation in = test::activation(x);
    Activation out;
    built.layer->forward(in, out, {});
    Tensor dIn;
    built.layer->backward(in, Tensor({1, 3}, 5.0F), &dIn, {});
    const float value[] = {0, 0, 2}, gradient[] = {0, 0, 5};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(out.values[i] == value[i]);
        CHECK(dIn[i] == gradient[i]);
    }
}
