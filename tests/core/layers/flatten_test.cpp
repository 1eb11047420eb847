// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/layers/helpers.h"

using namespace orthant;

TEST_CASE("flatten keeps values in row order", "[layers]") {
    BuiltLayer built = test::build("flatten", {2, 3});
    CHECK(built.output == Shape{6});
    const Activation in = test::activation(test::normals({4, 2, 3}, 1));
    Activation out;
    built.layer->forward(in, out, {});
    CHECK(out.values.shape() == Shape{4, 6});
    for (std::size_t i = 0; i < out.values.size(); ++i) CHECK(out.values[i] == in.values[i]);
}
