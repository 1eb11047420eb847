// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/pool.h"

#include "core/base/rng.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

#include <vector>

using namespace orthant;

TEST_CASE("every target finds the first of the largest values and spreads a gradient to it") {
    const std::size_t offsets[] = {3, 200, 100, 451};
    std::vector<float> values(600);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(Rng(1).below(i, 5)) - 2; // ties
    for (const std::size_t n : {0U, 1U, 3U, 16U, 33U, 97U})
        reference::onEveryTarget([&](const std::string& target) {
            INFO(target << ", " << n << " channels");
            std::vector<float> best(n + 1, 9.0F), again(n + 1), up(n + 1), spread(600, 7.0F);
            std::vector<std::int32_t> winners(n + 1, 77);
            kernels::poolLargest(values.data(), offsets, 4, n, best.data(), winners.data());
            kernels::poolLargest(values.data(), offsets, 4, n, again.data(), nullptr);
            for (std::size_t c = 0; c < n; ++c) {
                std::size_t winner = 0;
                for (std::size_t k = 1; k < 4; ++k)
                    if (values[offsets[k] + c] > values[offsets[winner] + c]) winner = k;
                CHECK(winners[c] == static_cast<std::int32_t>(winner));
                CHECK(best[c] == values[offsets[winner] + c]);
                CHECK(again[c] == best[c]);
                up[c] = static_cast<float>(c) + 0.5F;
            }
            CHECK(best[n] == 9.0F); // nothing behind the end
            CHECK(winners[n] == 77);
            kernels::poolSpread(up.data(), winners.data(), offsets, 4, n, spread.data());
            std::vector<float> expected(600, 7.0F);
            for (std::size_t c = 0; c < n; ++c)
                for (std::size_t k = 0; k < 4; ++k)
                    expected[offsets[k] + c] = winners[c] == static_cast<std::int32_t>(k) ? up[c] : 0.0F;
            CHECK(spread == expected);
        });
}
