// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("swish_sign has the slope of SignSwish", "[quantizers]") {
    for (const double beta : {1.0, 5.0, 10.0}) {
        const auto quantizer = makeQuantizer(Component("swish_sign", {{"beta", beta}}));
        const Tensor x = test::row({-3.0F, -0.7F, -0.1F, 0.0F, 0.2F, 0.5F, 1.0F});
        const Tensor dx = test::backward(*quantizer, x, Tensor(x.shape(), 1.0F));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double z = beta * static_cast<double>(x[i]);
            const double expected = beta * (2 - z * std::tanh(z / 2)) / (1 + std::cosh(z)); // the printed form
            CHECK(static_cast<double>(dx[i]) == Approx(expected).margin(1e-6 * beta));
        }
    }
}

TEST_CASE("the slope of swish_sign is the derivative of 2 sigmoid(bx)(1 + bx(1 - sigmoid(bx))) - 1", "[quantizers]") {
    const double beta = 5;
    const auto curve = [&](double x) {
        const double s = 1 / (1 + std::exp(-beta * x));
        return 2 * s * (1 + beta * x * (1 - s)) - 1;
    };
    const auto quantizer = makeQuantizer(Component("swish_sign"));
    for (const float x : {-0.9F, -0.4F, 0.0F, 0.3F, 0.48F, 0.8F}) {
        const double h = 1e-5, at = static_cast<double>(x);
        const double central = (curve(at + h) - curve(at - h)) / (2 * h);
        const Tensor dx = test::backward(*quantizer, test::row({x}), test::row({1.0F}));
        CHECK(static_cast<double>(dx[0]) == Approx(central).margin(2e-5));
    }
}

TEST_CASE("swish_sign neither overflows nor gives NaN far from zero", "[quantizers]") {
    const Tensor dx = test::backward(*makeQuantizer(Component("swish_sign", {{"beta", 100.0}})),
                                     test::row({-1e30F, 1e30F, 1e3F}), test::row({1, 1, 1}));
    for (const float slope : dx.values()) CHECK(slope == 0.0F);
}
