// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/add_runs.h"

#include "tests/catch.h"
#include "tests/reference/products.h"

using namespace orthant;

TEST_CASE("every target adds runs in their order, also where they overlap, and nothing beside them") {
    for (const std::size_t length : {1U, 3U, 16U, 37U, 96U})
        for (const std::size_t step : {2U, 32U, 100U}) {
            const std::size_t count = 7, from = 101;
            const Tensor values = reference::randomTensor({count * from}, 1), before = reference::randomTensor({800}, 2);
            Tensor expected = before;
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t j = 0; j < length; ++j) expected[5 + i * step + j] += values[i * from + j];
            reference::onEveryTarget([&](const std::string& target) {
                INFO(target << ": runs of " << length << ", " << step << " apart");
                Tensor sums = before;
                kernels::addRuns(values.data(), from, count, length, sums.data() + 5, step);
                CHECK(std::vector(sums.values().begin(), sums.values().end()) ==
                      std::vector(expected.values().begin(), expected.values().end()));
            });
        }
}
