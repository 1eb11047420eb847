// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("xnor_scale takes the mean magnitude of each row", "[quantizers]") {
    Tensor x({2, 4});
    const float values[] = {1, -2, 3, -4, 0.5F, 0.5F, -0.5F, 0};
    for (std::size_t i = 0; i < 8; ++i) x[i] = values[i];
    const Packed packed = makeQuantizer(Component("xnor_scale"))->pack(x.matrix());
    CHECK(packed.scale(0, 0) == 2.5F);
    CHECK(packed.scale(0, 1) == 0.375F);
    CHECK(packed.bits() == 8 + 2 * 32);
}

TEST_CASE("no other scale of the signs is nearer to the row", "[quantizers]") {
    const Tensor x = test::awkwardValues(1, 300, 11);
    const Packed packed = makeQuantizer(Component("xnor_scale"))->pack(x.matrix());
    const auto error = [&](double factor) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double q = factor * static_cast<double>(packed.scale(0, 0)) * (packed.planes[0].get(0, i) ? 1 : -1);
            sum += std::pow(static_cast<double>(x[i]) - q, 2);
        }
        return sum;
    };
    CHECK(error(1.0) < error(0.99));
    CHECK(error(1.0) < error(1.01));
}

TEST_CASE("the gradient of xnor_scale is exact where the signs do not change", "[quantizers]") {
    // L = sum g_i q_i(x) with the sign replaced by the clipped line around x: q_i = alpha(x) (s_i + x_i' - x_i).
    const Tensor x = test::row({0.5F, -0.25F, 0.75F, -0.9F, 0.1F, -0.6F});
    const Tensor g = test::row({1.0F, -2.0F, 0.5F, 0.25F, 3.0F, -1.0F});
    const Tensor dx = test::backward(*makeQuantizer(Component("xnor_scale")), x, g);
    const auto loss = [&](std::size_t k, double shift) {
        double alpha = 0, sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            alpha += std::abs(static_cast<double>(x[i]) + (i == k ? shift : 0)) / static_cast<double>(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            sum += static_cast<double>(g[i]) * alpha * ((x[i] >= 0 ? 1 : -1) + (i == k ? shift : 0));
        return sum;
    };
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double central = (loss(k, 1e-4) - loss(k, -1e-4)) / 2e-4;
        CHECK(static_cast<double>(dx[k]) == Approx(central).margin(1e-5));
    }
}
