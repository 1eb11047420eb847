// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>
#include <numbers>

using namespace orthant;

TEST_CASE("dab gives each row its two best levels", "[quantizers]") {
    const Tensor x = test::row({5, 4, 0, 1, -1, 6});
    const auto quantizer = makeQuantizer(Component("dab"));
    const Tensor q = test::forward(*quantizer, x);
    const float expected[] = {5, 5, 0, 0, 0, 5};
    for (std::size_t i = 0; i < 6; ++i) CHECK(q[i] == expected[i]);
    CHECK(quantizer->pack(x.matrix()).bits() == 6 + 64);
    const Tensor flat = test::forward(*quantizer, test::row({2, 2, 2}));
    for (std::size_t i = 0; i < 3; ++i) CHECK(flat[i] == 2.0F);
}

TEST_CASE("scale and offset methods have the squared errors of theory on Gaussian rows", "[quantizers]") {
    // Mean mu, deviation 1, relative to E x^2 = 1 + mu^2. One scale leaves 1 + mu^2 - (E|x|)^2; two free levels and the mean
    // absolute deviation leave 1 - 2/pi; the deviation as the distance leaves 2 - 2 sqrt(2/pi).
    constexpr double pi = std::numbers::pi;
    for (const double mu : {0.0, 0.5, 1.0}) {
        Tensor x = test::normals(60, 576, 12);
        for (float& value : x.values()) value += static_cast<float>(mu);
        INFO("mean " << mu);
        const double size = 1 + mu * mu, magnitude = std::sqrt(2 / pi) * std::exp(-mu * mu / 2) + mu * std::erf(mu / std::sqrt(2.0));
        CHECK(test::relativeError(Component("xnor_scale"), x) == Approx(1 - magnitude * magnitude / size).margin(0.006));
        CHECK(test::relativeError(Component("dab"), x) == Approx((1 - 2 / pi) / size).margin(0.006));
        CHECK(test::relativeError(Component("adabin"), x) == Approx((2 - 2 * std::sqrt(2 / pi)) / size).margin(0.006));
        const Component absolute("adabin", {{"scale", std::string("mean-absolute")}});
        CHECK(test::relativeError(absolute, x) == Approx((1 - 2 / pi) / size).margin(0.006));
        CHECK(test::relativeError(Component("dab"), x) <= test::relativeError(absolute, x)); // the best two levels
    }
}

TEST_CASE("the gradient of dab holds the derivative of the group means", "[quantizers]") {
    // Far from the middle (|x - middle| > 1) the straight-through term is 0 and what is left is the true derivative.
    const Tensor x = test::row({5, 4, -2, -3, -2.5F, 6}), g = test::normals(1, 6, 3);
    const auto quantizer = makeQuantizer(Component("dab"));
    const Tensor dx = test::backward(*quantizer, x, g);
    const auto loss = [&](const Tensor& moved) {
        const Tensor q = test::forward(*quantizer, moved);
        double sum = 0;
        for (std::size_t i = 0; i < 6; ++i) sum += static_cast<double>(g[i]) * static_cast<double>(q[i]);
        return sum;
    };
    for (std::size_t k = 0; k < 6; ++k) CHECK(static_cast<double>(dx[k]) == Approx(test::slopeAlong(x, k, 0.05, loss)).margin(1e-4));
    const Tensor near = test::row({0.5F, -0.5F}), both = test::backward(*quantizer, near, test::row({1, 0}));
    CHECK(both[0] == 1.5F); // half the distance of the levels, 0.5, and the mean over a group of one
    CHECK(both[1] == 0.0F);
}
