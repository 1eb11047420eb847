// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/largest.h"
#include "tests/catch.h"
#include "tests/core/quantizers/helpers.h"

#include <cmath>

using namespace orthant;

TEST_CASE("the largest magnitudes are those that sorting finds, with ties", "[quantizers]") {
    for (const std::size_t n : {1U, 2U, 7U, 64U, 1000U})
        for (const double step : {0.0, 0.1, 1.0}) { // rounded to a step there are many ties
            Tensor x = test::awkwardValues(1, n, n + 3);
            if (step > 0)
                for (float& value : x.values()) value = static_cast<float>(std::round(static_cast<double>(value) / step) * step);
            std::vector<float> sorted(x.values().begin(), x.values().end());
            for (float& value : sorted) value = std::abs(value);
            std::ranges::sort(sorted, std::greater<>());
            for (std::size_t count = 1; count <= n; count += 1 + n / 50) {
                INFO(n << " values in steps of " << step << ", the largest " << count);
                const float threshold = sorted[count - 1];
                const auto above = static_cast<std::size_t>(std::ranges::count_if(sorted, [&](float m) { return m > threshold; }));
                const LargestMagnitudes largest = largestMagnitudes(x.values(), count);
                CHECK(largest.threshold == threshold);
                CHECK(largest.equal == count - above);
            }
        }
    CHECK(largestMagnitudes({}, 0).equal == 0);
}
