// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/filter_bank.h"

#include "tests/catch.h"
#include "tests/errors.h"

#include <cmath>

using namespace orthant;

TEST_CASE("products of a bank are pooled over its filters", "[geometry]") {
    Tensor filters({2, 2}), x({2, 2});
    filters[0] = 2, filters[1] = -1, filters[2] = 0, filters[3] = 3; // signs (1, -1), (1, 1)
    x[0] = 1, x[1] = 2, x[2] = -1, x[3] = 1;
    FilterBank bank("b", "bank", filters);
    bank.merge(bank.multiply(x));
    // Real products: 0, 6 and -3, 3; binarized: -1, 3 and -2, 0.
    CHECK(bank.measured() == Approx((0 + 18 + 6 + 0) / std::sqrt((36.0 + 9 + 9) * (1 + 9 + 4))));
    CHECK(bank.sums[0].correlation() == Approx(6 / std::sqrt(9.0 * 5)));
    CHECK(bank.flipRate() == Approx((0.5 + 0.5) / 4)); // two products are zero
    bank.merge(bank.multiply(x));
    CHECK(bank.standardError() == Approx(0));
}

TEST_CASE("random filters of mean zero have none, and a filter of one's own is read or refused", "[geometry]") {
    const Tensor filters = randomFilters(5, 9, true, Rng(1));
    for (std::size_t f = 0; f < 5; ++f) {
        float sum = 0;
        for (const float w : filters.row(f))
            sum += w;
        CHECK(sum == Approx(0).margin(1e-5));
    }
    CHECK(givenFilter("1 2, 3\n4", 2, 1)[3] == 4);
    CHECK(mentions(errorOf([] { return givenFilter("1, 2, 3", 2, 3).size(); }),
                   {"/filter", "found 3 numbers", "12 (2 x 2 x 3)"}));
    CHECK(mentions(errorOf([] { return givenFilter("0 0 0 0", 2, 1).size(); }), {"/filter", "zeros"}));
    CHECK(mentions(errorOf([] { return givenFilter("1 a 0 0", 2, 1).size(); }), {"/filter", "'a'"}));
}
