// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("siman gives +1 to exactly half of each row, the larger magnitudes", "[quantizers]") {
    for (const std::size_t cols : {2U, 10U, 64U, 129U}) {
        const Tensor x = test::normals(7, cols, cols);
        const Packed packed = makeQuantizer(Component("siman"))->pack(x.matrix());
        for (std::size_t r = 0; r < 7; ++r) {
            std::size_t plus = 0;
            double mean = 0, least = 1e9, most = 0;
            for (const float v : x.row(r)) mean += static_cast<double>(v) / static_cast<double>(cols);
            for (std::size_t c = 0; c < cols; ++c) {
                const double magnitude = std::abs(static_cast<double>(x.row(r)[c]) - mean);
                plus += packed.planes[0].get(r, c);
                if (packed.planes[0].get(r, c)) least = std::fmin(least, magnitude);
                else most = std::fmax(most, magnitude);
            }
            CHECK(plus == cols - cols / 2);
            CHECK(least >= most - 1e-6);
        }
    }
    const Packed ties = makeQuantizer(Component("siman"))->pack(test::row({1, -1, 1, -1, 1, -1}).matrix());
    CHECK(countOnes(ties.planes[0]) == 3);
}

TEST_CASE("the gradient of siman pushes magnitudes", "[quantizers]") {
    // Mean 0, deviation s (n - 1 form): through the bit a sign(y) dq, then the standardization.
    const Tensor x = test::row({3, -3, 1, -1});
    const auto quantizer = test::quantizerAt(Component("siman"), x);
    const Tensor dx = test::backward(*quantizer, x, test::row({1, 1, 0, 0}));
    // Scale 2, signed gradient (2, -2, 0, 0): mean 0; u = x / s, s^2 = 20/3; along u: 12 / s; minus u 12 / s / 3.
    const double s = std::sqrt(20.0 / 3), factor = 1 / s;
    const double expected[] = {2 - 3 / s * 12 / s / 3, -2 + 3 / s * 12 / s / 3, -1 / s * 12 / s / 3, 1 / s * 12 / s / 3};
    for (std::size_t i = 0; i < 4; ++i) CHECK(static_cast<double>(dx[i]) == Approx(factor * expected[i]).margin(1e-6));
}
