// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/optimizer.h"

#include <cmath>
#include <limits>

using namespace orthant;

TEST_CASE("adam follows algorithm 1 of the paper, and clamps", "[optimizers]") {
    const auto adam = makeOptimizer(Component("adam", {{"learningRate", 0.1}}));
    REQUIRE(adam->slots() == 2);
    Parameter p;
    p.value.resize({3});
    p.gradient.resize({3});
    std::vector<Tensor> state(2, Tensor({3}));
    double m[3] = {}, v[3] = {}, w[3] = {};
    for (int t = 1; t <= 20; ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            p.gradient[i] = static_cast<float>(std::sin(t + static_cast<int>(i)) * std::pow(10.0, static_cast<double>(i)));
            const auto g = static_cast<double>(p.gradient[i]);
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            const double mHat = m[i] / (1 - std::pow(0.9, t)), vHat = v[i] / (1 - std::pow(0.999, t));
            w[i] = std::fmin(0.25, std::fmax(-0.25, w[i] - 0.1 * mHat / (std::sqrt(vHat) + 1e-8)));
        }
        adam->update(p, state, {t, 0.1, 0.25F});
        for (std::size_t i = 0; i < 3; ++i) CHECK(static_cast<double>(p.value[i]) == Approx(w[i]).margin(1e-5));
    }
}
