// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/pair_sums.h"

#include "tests/catch.h"
#include "tests/reference/products.h"

#include <cmath>

using namespace orthant;

TEST_CASE("every target sums pairs to the same bits, close to sums in double") {
    for (const std::size_t n : {0, 1, 2, 15, 16, 17, 511, 512, 513, 100'003}) {
        const Tensor a = reference::randomTensor({n + 1}, 1), b = reference::randomTensor({n + 1}, 2);
        double expected[5] = {}, product = 0;
        for (std::size_t i = 1; i <= n; ++i) {
            const double x = a[i], y = b[i];
            expected[0] += std::abs(x);
            expected[1] += std::abs(y);
            expected[2] += x * x;
            expected[3] += y * y;
            expected[4] += x * y;
            product += std::abs(x * y);
        }
        kernels::PairSums first;
        bool known = false;
        reference::onEveryTarget([&](const std::string& target) {
            INFO(target << ", " << n << " values");
            const auto sums = kernels::pairSums(a.data() + 1, b.data() + 1, n); // not aligned
            CHECK(sums.magnitudeA == Approx(expected[0]).epsilon(1e-6));
            CHECK(sums.magnitudeB == Approx(expected[1]).epsilon(1e-6));
            CHECK(sums.squareA == Approx(expected[2]).epsilon(1e-6));
            CHECK(sums.squareB == Approx(expected[3]).epsilon(1e-6));
            CHECK(std::abs(sums.product - expected[4]) <= 1e-6 * product);
            if (!known) first = sums;
            known = true;
            CHECK(sums.magnitudeA == first.magnitudeA);
            CHECK(sums.magnitudeB == first.magnitudeB);
            CHECK(sums.squareA == first.squareA);
            CHECK(sums.squareB == first.squareB);
            CHECK(sums.product == first.product);
        });
    }
}
