// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

using namespace orthant;

TEST_CASE("approx_sign has the slope of the piecewise parabola", "[quantizers]") {
    const Tensor x = test::row({-1.5F, -1.0F, -0.75F, 0.0F, 0.25F, 1.0F, 2.0F});
    const Tensor dx = test::backward(*makeQuantizer(Component("approx_sign")), x, test::row({1, 1, 1, 1, 1, 1, 1}));
    const float expected[] = {0, 0, 0.5F, 2.0F, 1.5F, 0, 0};
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(dx[i] == expected[i]);
}

TEST_CASE("the slope of approx_sign integrates to the step from -1 to 1", "[quantizers]") {
    constexpr std::size_t n = 4000;
    Tensor x({1, n});
    for (std::size_t i = 0; i < n; ++i) x[i] = -2.0F + 4.0F * (static_cast<float>(i) + 0.5F) / n;
    const Tensor dx = test::backward(*makeQuantizer(Component("approx_sign")), x, Tensor({1, n}, 1.0F));
    double sum = 0;
    for (const float slope : dx.values()) sum += static_cast<double>(slope) * 4.0 / n;
    CHECK(sum == Approx(2.0).epsilon(1e-5));
}
