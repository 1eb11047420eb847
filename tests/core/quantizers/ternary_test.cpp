// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("ternary makes small values zero and ships signs with a mask", "[quantizers]") {
    const Tensor x = test::row({-2.0F, -0.5F, -0.4F, 0.0F, 0.49F, 0.5F, 1.5F});
    const auto quantizer = makeQuantizer(Component("ternary", {{"threshold", 0.5}}));
    const Tensor q = test::forward(*quantizer, x), dx = test::backward(*quantizer, x, Tensor(x.shape(), 3.0F));
    const float values[] = {-1, -1, 0, 0, 0, 1, 1}, box[] = {0, 3, 3, 3, 3, 3, 0};
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(q[i] == values[i]);
        CHECK(dx[i] == box[i]);
    }
    CHECK(quantizer->pack(x.matrix()).bits() == 14);
    const auto open = makeQuantizer(Component("ternary", {{"slope", std::string("identity")}}));
    const Tensor all = test::backward(*open, x, Tensor(x.shape(), 3.0F));
    for (const float slope : all.values()) CHECK(slope == 3.0F);
}
