// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("dorefa rounds tanh(x) / (2 max) + 1/2 to equal steps", "[quantizers]") {
    for (const std::int64_t bits : {1, 2, 3, 4}) {
        const Tensor x = test::normals(5, 60, 6);
        const Tensor q = test::forward(*makeQuantizer(Component("dorefa", {{"bits", bits}})), x);
        const double n = std::pow(2, bits) - 1;
        double largest = 0;
        for (const float v : x.values()) largest = std::fmax(largest, std::abs(std::tanh(static_cast<double>(v))));
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double expected = 2 * std::round(n * (std::tanh(static_cast<double>(x[i])) / (2 * largest) + 0.5)) / n - 1;
            CHECK(static_cast<double>(q[i]) == Approx(expected).margin(1e-6));
        }
        CHECK(makeQuantizer(Component("dorefa", {{"bits", bits}}))->pack(x.matrix()).planes.size() == static_cast<std::size_t>(bits));
    }
}

TEST_CASE("dorefa passes gradients through the tanh or unchanged", "[quantizers]") {
    const Tensor x = test::row({-1.0F, 0.0F, 0.5F});
    const Tensor dx = test::backward(*makeQuantizer(Component("dorefa")), x, Tensor(x.shape(), 1.0F));
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(static_cast<double>(dx[i]) == Approx(std::pow(std::cosh(static_cast<double>(x[i])), -2) / std::tanh(1)).epsilon(1e-5));
    const Tensor all = test::backward(*makeQuantizer(Component("dorefa", {{"backward", std::string("one")}})), x, Tensor(x.shape(), 3.0F));
    for (std::size_t i = 0; i < 3; ++i) CHECK(all[i] == 3.0F);
}
