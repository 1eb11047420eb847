// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("recu ships the signs of centred rows and stops gradients where it clamps", "[quantizers]") {
    // A row with a mean of 0: y = 2 sqrt(2) x / s. Clamped where |y| > Q = -mean |y| ln(2 - 2 tau), that is
    // |x| > -mean |x| ln(2 - 2 tau): with tau = 0.85 and mean 0.6, |x| > 0.7224.
    const Tensor x = test::row({0.7F, -0.7F, 0.1F, -0.1F, 1.0F, -1.0F}), g = test::row({1, 1, 1, 1, 4, 6});
    const auto start = test::quantizerAt(Component("recu"), x, 0);
    const Tensor q = test::forward(*start, x);
    for (std::size_t i = 0; i < 6; ++i) CHECK(static_cast<double>(q[i]) == Approx(x[i] >= 0 ? 0.6 : -0.6));
    // What comes back is the derivative of the standardization of a gradient that is 0 at the two clamped weights.
    double square = 0;
    for (const float v : x.values()) square += static_cast<double>(v) * static_cast<double>(v) / 5;
    const double s = std::sqrt(square), factor = 0.6 * 2 * std::sqrt(2.0) / s;
    const Tensor dx = test::backward(*start, x, g);
    for (std::size_t i = 0; i < 6; ++i) {
        const double through = i < 4 ? 1 : 0; // mean 4/6, and its dot product with x is 0
        CHECK(static_cast<double>(dx[i]) == Approx(factor * (through - 4.0 / 6)).margin(1e-5));
    }
    // tau = 0.99 at the end clamps at 2.35: nothing.
    const Tensor open = test::backward(*test::quantizerAt(Component("recu"), x, 1), x, Tensor(x.shape(), 1.0F));
    for (std::size_t i = 0; i < 6; ++i) CHECK(static_cast<double>(open[i]) == Approx(0).margin(1e-5)); // a constant has no effect
}
