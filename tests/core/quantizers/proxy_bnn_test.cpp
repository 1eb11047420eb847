// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/transform_check.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

namespace {

Component proxy(std::int64_t block, double rate) { return Component("proxy_bnn", {{"block", block}, {"rate", rate}}); }

/// The signs of x (1 + rate D), D from the state, by the definition.
Tensor signsByHand(const Tensor& x, const Tensor& d, std::size_t block, double rate) {
    Tensor signs(x.shape());
    for (std::size_t r = 0; r < x.rows(); ++r)
        for (std::size_t c = 0; c < x.cols(); ++c) {
            double y = static_cast<double>(x.row(r)[c]);
            const std::size_t begin = c / block * block, end = std::min(begin + block, x.cols());
            for (std::size_t j = begin; j < end; ++j)
                y += rate * static_cast<double>(x.row(r)[j]) * static_cast<double>(d.row(j)[c - begin]);
            signs.row(r)[c] = y >= 0 ? 1.0F : -1.0F;
        }
    return signs;
}

} // namespace

TEST_CASE("proxy_bnn starts as the sign with a scale of the row", "[quantizers]") {
    const Tensor x = test::awkwardValues(5, 70);
    const auto quantizer = test::quantizerAt(proxy(16, 0.1), x);
    const Tensor q = test::forward(*quantizer, x), scaled = test::forward(*makeQuantizer(Component("xnor_scale")), x);
    for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(q[i] == scaled[i]);
}

TEST_CASE("the signs of proxy_bnn are those of the mixed rows, block by block", "[quantizers]") {
    const Tensor x = test::normals(8, 22, 3);
    const auto quantizer = test::quantizerAt(proxy(8, 0.5), x); // blocks of 8, 8 and 6
    Tensor& d = quantizer->state().parameters[1]->value;
    REQUIRE(d.shape() == Shape{22, 8});
    std::ranges::copy(test::normals(22, 8, 4).values(), d.values().begin());
    const Tensor q = test::forward(*quantizer, x), expected = signsByHand(x, d, 8, 0.5);
    std::size_t moved = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        REQUIRE((q[i] > 0) == (expected[i] > 0));
        moved += (expected[i] > 0) != (x[i] >= 0);
    }
    CHECK(moved > 20);
}

TEST_CASE("the gradients of proxy_bnn are those of the mixture, for coefficients and matrix", "[quantizers]") {
    // With the clip of the sign out of the way, the surrogate is a sum of a y g; small values keep |y| below 1.
    const Tensor x = test::normals(3, 10, 3, 0.05F), g = test::normals(3, 10, 5);
    const auto quantizer = test::quantizerAt(proxy(4, 0.5), x);
    Parameter& scale = *quantizer->state().parameters[0];
    Parameter& d = *quantizer->state().parameters[1];
    std::ranges::copy(test::normals(10, 4, 4, 0.5F).values(), d.value.values().begin());
    const auto surrogate = [&](const Tensor& at, const Tensor& change) {
        double sum = 0;
        for (std::size_t r = 0; r < 3; ++r)
            for (std::size_t c = 0; c < 10; ++c) {
                double y = static_cast<double>(at.row(r)[c]);
                for (std::size_t j = c / 4 * 4; j < std::min<std::size_t>(c / 4 * 4 + 4, 10); ++j)
                    y += 0.5 * static_cast<double>(at.row(r)[j] * change.row(j)[c % 4]);
                sum += static_cast<double>(scale.value[r] * g.row(r)[c]) * y;
            }
        return sum;
    };
    const Tensor dx = test::backward(*quantizer, x, g);
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double slope =
            test::slopeAlong(x, k, 0.01, [&](const Tensor& moved) { return surrogate(moved, d.value); });
        CHECK(static_cast<double>(dx[k]) == Approx(slope).margin(1e-5));
    }
    for (std::size_t k = 0; k < d.value.size(); ++k) {
        const double slope =
            test::slopeAlong(d.value, k, 0.1, [&](const Tensor& moved) { return surrogate(x, moved); });
        CHECK(static_cast<double>(d.gradient[k]) == Approx(slope).margin(1e-5));
    }
}
