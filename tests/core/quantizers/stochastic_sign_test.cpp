// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("stochastic_sign gives +1 with probability (x + 1) / 2, clipped", "[quantizers]") {
    constexpr std::size_t n = 40000;
    const float values[] = {-1.5F, -0.5F, 0.0F, 0.6F, 1.0F};
    Tensor x({5, n});
    for (std::size_t r = 0; r < 5; ++r)
        for (float& value : x.row(r)) value = values[r];
    const Packed packed = test::quantizerAt(Component("stochastic_sign"), x)->pack(x.matrix());
    for (std::size_t r = 0; r < 5; ++r) {
        double ones = 0;
        for (std::size_t c = 0; c < n; ++c) ones += packed.planes[0].get(r, c);
        const double chance = std::fmin(std::fmax((static_cast<double>(values[r]) + 1) / 2, 0), 1);
        CHECK(ones / n == Approx(chance).margin(4 * std::sqrt(chance * (1 - chance) / n))); // 4 standard errors
    }
}

TEST_CASE("stochastic_sign draws anew in each step and in each layer, the same again for the same step", "[quantizers]") {
    const Tensor x({4, 200}, 0.0F);
    const auto draw = [&](std::int64_t step, std::uint64_t stream) {
        const auto quantizer = makeQuantizer(Component("stochastic_sign"));
        quantizer->beginStep({step, 0, 1, 9, stream}, x.matrix());
        return quantizer->pack(x.matrix()).planes[0];
    };
    CHECK(draw(3, 1) == draw(3, 1));
    for (const BitMatrix& other : {draw(4, 1), draw(3, 2)}) {
        const auto different = static_cast<double>(countDifferences(draw(3, 1), other));
        CHECK(different == Approx(400).margin(57)); // 800 fair coins, 4 standard deviations
    }
}
