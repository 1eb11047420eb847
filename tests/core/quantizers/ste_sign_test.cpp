// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("ste_sign passes the gradient inside the clip, the limit included", "[quantizers]") {
    const Tensor x = test::row({-2.0F, -1.0F, -0.3F, 0.0F, 0.5F, 1.0F, 1.0000001F});
    const Tensor g = test::row({1, 2, 3, 4, 5, 6, 7});
    const Tensor dx = test::backward(*makeQuantizer(Component("ste_sign")), x, g);
    const float expected[] = {0, 2, 3, 4, 5, 6, 0};
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(dx[i] == expected[i]);
}

TEST_CASE("ste_sign with clip 0 passes every gradient, as BinaryConnect does", "[quantizers]") {
    const Tensor x = test::row({-1e30F, -2.0F, 0.1F, 99.0F});
    const Tensor dx = test::backward(*makeQuantizer(Component("ste_sign", {{"clip", 0.0}})), x, test::row({1, 2, 3, 4}));
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(dx[i] == static_cast<float>(i + 1));
}
