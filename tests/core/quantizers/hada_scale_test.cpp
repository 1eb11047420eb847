// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

namespace {

Component blocks(std::int64_t beta) { return Component("hada_scale", {{"beta", beta}}); }

} // namespace

TEST_CASE("hada_scale takes the mean magnitude of each block, the last one narrower", "[quantizers]") {
    const Tensor x = test::row({1, -2, 3, -4, 0.5F});
    const auto quantizer = makeQuantizer(blocks(2));
    const Tensor q = test::forward(*quantizer, x);
    const float expected[] = {1.5F, -1.5F, 3.5F, -3.5F, 0.5F};
    for (std::size_t i = 0; i < 5; ++i) CHECK(q[i] == expected[i]);
    CHECK(quantizer->pack(x.matrix()).bits() == 5 + 3 * 32);
}

TEST_CASE("a block of one weight is the weight, a block of a row is XNOR", "[quantizers]") {
    const Tensor x = test::awkwardValues(4, 90), g = test::normals(4, 90, 2);
    const auto one = makeQuantizer(blocks(1)), whole = makeQuantizer(blocks(90)), xnor = makeQuantizer(Component("xnor_scale"));
    const Tensor same = test::forward(*one, x), rows = test::forward(*whole, x), expected = test::forward(*xnor, x);
    const Tensor slope = test::backward(*whole, x, g), expectedSlope = test::backward(*xnor, x, g);
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(same[i] == x[i]);
        CHECK(rows[i] == expected[i]);
        CHECK(slope[i] == Approx(expectedSlope[i]).epsilon(1e-6).margin(1e-7));
    }
    CHECK(whole->pack(x.matrix()).binary());
    CHECK_FALSE(one->pack(x.matrix()).binary());
}

TEST_CASE("the gradient of hada_scale is exact where the signs do not change", "[quantizers]") {
    // The sign of x_i replaced by the line s_i + (x_i' - x_i), as for xnor_scale, in blocks of 3.
    const Tensor x = test::row({0.5F, -0.25F, 0.75F, -0.9F, 0.1F, -0.6F, 0.3F}), g = test::normals(1, 7, 5);
    const Tensor dx = test::backward(*makeQuantizer(blocks(3)), x, g);
    const auto loss = [&](const Tensor& moved) {
        double sum = 0;
        for (std::size_t i = 0; i < 7; ++i) {
            const std::size_t begin = i / 3 * 3, end = std::min<std::size_t>(7, begin + 3);
            double delta = 0;
            for (std::size_t j = begin; j < end; ++j) delta += std::abs(static_cast<double>(moved[j])) / static_cast<double>(end - begin);
            sum += static_cast<double>(g[i]) * delta * ((x[i] >= 0 ? 1 : -1) + static_cast<double>(moved[i]) - static_cast<double>(x[i]));
        }
        return sum;
    };
    for (std::size_t k = 0; k < 7; ++k) CHECK(static_cast<double>(dx[k]) == Approx(test::slopeAlong(x, k, 1e-3, loss)).margin(1e-4));
}
