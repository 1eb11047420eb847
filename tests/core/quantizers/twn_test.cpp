// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("twn keeps what is above 0.7 of the mean magnitude, at the mean of what is kept", "[quantizers]") {
    Tensor x({2, 4});
    const float values[] = {1, -2, 0.1F, -0.5F, 4, 4, -4, 0}; // means 0.9 and 3; thresholds 0.63 and 2.1; layer 1.365
    std::copy(std::begin(values), std::end(values), x.data());
    const Tensor rows = test::forward(*makeQuantizer(Component("twn")), x);
    const float expected[] = {1.5F, -1.5F, 0, 0, 4, 4, -4, 0};
    for (std::size_t i = 0; i < 8; ++i) CHECK(rows[i] == expected[i]);
    const Tensor layer = test::forward(*makeQuantizer(Component("twn", {{"scope", std::string("layer")}})), x);
    const float together[] = {0, -3.5F, 0, 0, 3.5F, 3.5F, -3.5F, 0};
    for (std::size_t i = 0; i < 8; ++i) CHECK(layer[i] == together[i]);
    const Tensor dx = test::backward(*makeQuantizer(Component("twn")), x, Tensor(x.shape(), 2.0F));
    CHECK(dx[0] == 2.0F);
    CHECK(dx[1] == 0.0F);
    CHECK(makeQuantizer(Component("twn"))->pack(x.matrix()).bits() == 16 + 64);
}

TEST_CASE("twn loses as much against the exact ternary levels as was measured", "[quantizers]") {
    // Excess squared error on Gaussian rows of 576: 1.0 % with 0.7, 0.2 % with 0.75, 94 % for one scale.
    const Tensor x = test::normals(60, 576, 21);
    const double exact = test::relativeError(Component("lbq", {{"form", std::string("ls-t")}}), x);
    CHECK(test::relativeError(Component("twn"), x) / exact == Approx(1.010).margin(0.005));
    CHECK(test::relativeError(Component("twn", {{"factor", 0.75}}), x) / exact == Approx(1.002).margin(0.003));
    CHECK(test::relativeError(Component("xnor_scale"), x) / exact == Approx(1.94).margin(0.06));
}
