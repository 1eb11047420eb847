// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("hardtanh clamps in training and is the sign when shipped", "[quantizers]") {
    const Tensor x = test::row({-2.0F, -0.5F, 0.0F, 0.25F, 1.0F, 3.0F});
    const auto quantizer = makeQuantizer(Component("hardtanh"));
    const Tensor q = test::forward(*quantizer, x), dx = test::backward(*quantizer, x, Tensor(x.shape(), 2.0F));
    const Packed shipped = quantizer->packFinal(x.matrix());
    const float values[] = {-1, -0.5F, 0, 0.25F, 1, 1}, slopes[] = {0, 2, 2, 2, 2, 0}, signs[] = {-1, -1, 1, 1, 1, 1};
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(q[i] == values[i]);
        CHECK(dx[i] == slopes[i]);
        CHECK(shipped.dequantize()[i] == signs[i]);
    }
    CHECK(quantizer->signs() == Signs::Shipped);
    CHECK(shipped.bits() == 6);
}
