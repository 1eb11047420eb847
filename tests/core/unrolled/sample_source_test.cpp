// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/sample_source.h"

#include "tests/catch.h"
#include "tests/core/unrolled/net_helpers.h"

#include <algorithm>
#include <map>
#include <vector>

using namespace orthant;

namespace {

std::vector<float> sample(const Tensor& rows, std::size_t s, std::size_t channels) {
    const auto first = rows.values().begin() + static_cast<std::ptrdiff_t>(s * channels * rows.cols());
    return {first, first + static_cast<std::ptrdiff_t>(channels * rows.cols())};
}

} // namespace

TEST_CASE("every round shows each of the fixed samples once, in another order", "[unrolled]") {
    const Problem problem = test::blockProblem(16, 12, 1, 0.9, 2);
    SampleSource source(problem, 10, 4, 3); // batches go across the ends of rounds
    const SampleRows all = drawSamples(problem, Part::Train, 0, 10);
    std::vector<std::size_t> seen;
    for (std::int64_t step = 0; step < 10; ++step) {
        const SampleRows& batch = source.batch(step);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t s = 0; s < 10; ++s)
                if (sample(batch.x, i, 2) == sample(all.x, s, 2)) {
                    seen.push_back(s);
                    CHECK(sample(batch.y, i, 2) == sample(all.y, s, 2));
                }
    }
    REQUIRE(seen.size() == 40);
    for (auto round = seen.begin(); round != seen.end(); round += 10) {
        std::vector<std::size_t> sorted(round, round + 10);
        std::ranges::sort(sorted);
        for (std::size_t s = 0; s < 10; ++s) CHECK(sorted[s] == s);
    }
    CHECK(!std::equal(seen.begin(), seen.begin() + 10, seen.begin() + 10));
}

TEST_CASE("without a number of samples every batch is new, and a step is the same however one comes to it", "[unrolled]") {
    const Problem problem = test::blockProblem(16, 12, 1, 0.9);
    SampleSource source(problem, 0, 4, 3), other(problem, 0, 4, 3);
    CHECK(source.samples() == 0);
    const std::vector<float> first = sample(source.batch(0).x, 0, 1);
    CHECK(sample(source.batch(1).x, 0, 1) != first);
    for (std::int64_t step = 0; step < 5; ++step) other.batch(step);
    const std::vector<float> fifth = sample(other.batch(5).x, 2, 1);
    CHECK(sample(source.batch(5).x, 2, 1) == fifth);
}

TEST_CASE("a problem that has few samples is not asked for more", "[unrolled]") {
    Problem problem = test::blockProblem(16, 12, 1);
    problem.available = 7;
    CHECK(SampleSource(problem, 0, 4, 1).samples() == 7);
    CHECK(SampleSource(problem, 100, 4, 1).samples() == 7);
    CHECK(SampleSource(problem, 5, 4, 1).samples() == 5);
}
