// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("identity changes neither values nor gradients", "[quantizers]") {
    const auto quantizer = makeQuantizer(Component("identity"));
    const Tensor x = test::row({0.5F, -2.0F, 0.0F});
    const Tensor g = test::row({1.0F, 2.0F, -3.0F});
    const Tensor q = test::forward(*quantizer, x), dx = test::backward(*quantizer, x, g);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(q[i] == x[i]);
        CHECK(dx[i] == g[i]);
    }
    CHECK_FALSE(quantizer->pack(x.matrix()).binary());
    CHECK(quantizer->pack(x.matrix()).bits() == 96);
}
