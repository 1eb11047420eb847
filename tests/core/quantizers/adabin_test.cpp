// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/ede.h"
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("adabin gives the mean plus and minus the deviation", "[quantizers]") {
    const Tensor x = test::row({1, 3, 5, 7}); // mean 4, deviation sqrt(5), mean absolute deviation 2
    const Tensor q = test::forward(*makeQuantizer(Component("adabin")), x);
    const Tensor absolute = test::forward(*makeQuantizer(Component("adabin", {{"scale", std::string("mean-absolute")}})), x);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(static_cast<double>(q[i]) == Approx(i < 2 ? 4 - std::sqrt(5.0) : 4 + std::sqrt(5.0)).epsilon(1e-6));
        CHECK(absolute[i] == (i < 2 ? 2.0F : 6.0F));
    }
    CHECK(makeQuantizer(Component("adabin"))->pack(x.matrix()).bits() == 4 + 64);
}

TEST_CASE("the gradient of adabin is exact through mean and deviation", "[quantizers]") {
    // The sign of y replaced by the line b_i + B_i (y_i' - y_i) at the present point.
    const Tensor x = test::row({0.5F, -0.25F, 0.75F, -0.9F, 0.1F, -0.6F}), g = test::normals(1, 6, 9);
    for (const bool deviation : {true, false})
        for (const double progress : {0.3, 0.8}) {
            INFO(deviation << " at " << progress);
            const Component component("adabin", {{"scale", std::string(deviation ? "deviation" : "mean-absolute")}});
            const Tensor dx = test::backward(*test::quantizerAt(component, x, progress), x, g);
            ErrorDecay decay{1e-3, 10};
            decay.at(progress);
            const auto levels = [&](const Tensor& at) {
                double mean = 0, spread = 0;
                for (const float v : at.values()) mean += static_cast<double>(v) / 6;
                for (const float v : at.values()) {
                    const double d = static_cast<double>(v) - mean;
                    spread += (deviation ? d * d : std::abs(d)) / 6;
                }
                return std::pair{mean, deviation ? std::sqrt(spread) : spread};
            };
            const auto [mean, scale] = levels(x);
            const auto loss = [&, m0 = mean, a0 = scale](const Tensor& moved) {
                const auto [m, a] = levels(moved);
                double sum = 0;
                for (std::size_t i = 0; i < 6; ++i) {
                    const double y0 = (static_cast<double>(x[i]) - m0) / a0, y = (static_cast<double>(moved[i]) - m) / a;
                    sum += static_cast<double>(g[i]) * (a * ((y0 >= 0 ? 1 : -1) + decay.slope(y0) * (y - y0)) + m);
                }
                return sum;
            };
            for (std::size_t k = 0; k < 6; ++k)
                CHECK(static_cast<double>(dx[k]) == Approx(test::slopeAlong(x, k, 1e-3, loss)).epsilon(1e-3).margin(1e-3));
        }
}
