// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("biper is the sine in its first stage and the sign of the sine in the second", "[quantizers]") {
    const Tensor x = test::normals(2, 40, 3, 0.5F);
    const auto first = test::quantizerAt(Component("biper"), x, 0.5), second = test::quantizerAt(Component("biper"), x, 0.7);
    const Tensor soft = test::forward(*first, x), hard = test::forward(*second, x), shipped = first->packFinal(x.matrix()).dequantize();
    for (std::size_t i = 0; i < x.size(); ++i) {
        double mean = 0;
        for (const float v : x.row(i / 40)) mean += std::abs(static_cast<double>(v)) / 40;
        const double sine = std::sin(20 * static_cast<double>(x[i]));
        CHECK(static_cast<double>(soft[i]) == Approx(mean * sine).margin(1e-5));
        CHECK(static_cast<double>(hard[i]) == Approx(sine >= 0 ? mean : -mean));
        CHECK(shipped[i] == hard[i]);
    }
}

TEST_CASE("the gradient of biper is the derivative of the scaled sine in both stages", "[quantizers]") {
    const Tensor x = test::normals(1, 20, 9, 0.5F), g = test::normals(1, 20, 10);
    const auto first = test::quantizerAt(Component("biper"), x, 0), second = test::quantizerAt(Component("biper"), x, 1);
    const Tensor soft = test::backward(*first, x, g), hard = test::backward(*second, x, g);
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double slope = test::slopeAlong(x, k, 2e-3, [&](const Tensor& moved) {
            const Tensor q = test::forward(*first, moved);
            double sum = 0;
            for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(g[i]) * static_cast<double>(q[i]);
            return sum;
        });
        CHECK(static_cast<double>(soft[k]) == Approx(slope).margin(0.02)); // of up to 20 times the scale
        CHECK(hard[k] == soft[k]);
    }
}
