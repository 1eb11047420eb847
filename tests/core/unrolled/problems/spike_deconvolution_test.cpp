// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("spikes keep their distance, have the share that is told, and are seen through the pulse", "[unrolled]") {
    const Problem problem = test::problemOf("spike_deconvolution",
                                            {{"noiseless", true}, {"separation", std::int64_t{5}}, {"density", 0.2}});
    const test::Drawn rows = test::drawn(problem, 1000);
    std::size_t spikes = 0;
    for (std::size_t r = 0; r < 1000; ++r) {
        std::size_t last = 1000;
        for (std::size_t j = 0; j < 128; ++j) {
            if (rows.x.row(r)[j] == 0) continue;
            ++spikes;
            if (last < j) REQUIRE(j - last > 5);
            last = j;
        }
    }
    // The first spike does not wait for one before it: a little more than the limit 1 / (5 + 5).
    const double share = static_cast<double>(spikes) / 128000;
    CHECK(problem.density == Approx(0.1));
    CHECK(share == Approx(problem.density).epsilon(0.05));
    CHECK(test::noiseShare(problem, rows) < 1e-12);
    CHECK(problem.kind == SignalKind::Spikes);
}

TEST_CASE("spikes may all be positive, and the noise has its power", "[unrolled]") {
    const Problem problem = test::problemOf("spike_deconvolution", {{"signs", std::string("positive")}, {"snr", 10.0}});
    const test::Drawn rows = test::drawn(problem, 400);
    for (const float value : rows.x.values())
        REQUIRE(value >= 0);
    // The power is measured around the mean of y, which positive spikes have.
    CHECK(10 * std::log10(test::noiseShare(problem, rows)) < -10);
    CHECK(10 * std::log10(test::noiseShare(problem, rows)) > -13);
}
