// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("activations of two bits are thirds of the clipped values", "[quantizers]") {
    const auto quantizer = makeQuantizer(Component("dorefa_activations"));
    const Tensor x = test::row({-3, 0, 0.16F, 0.17F, 0.49F, 0.51F, 0.83F, 0.84F, 1, 7});
    const Tensor q = test::forward(*quantizer, x), dx = test::backward(*quantizer, x, Tensor(x.shape(), 2.0F));
    const double thirds[] = {0, 0, 0, 1, 1, 2, 2, 3, 3, 3};
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(static_cast<double>(q[i]) == Approx(thirds[i] / 3).margin(1e-6));
        CHECK(dx[i] == (i == 0 || i == 9 ? 0.0F : 2.0F));
    }
}
