// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "tests/catch.h"

#include <cmath>

using namespace orthant;

TEST_CASE("Without noise the two moons are two half circles inside [-1, 1] x [-1/2, 1/2]") {
    const Dataset set = loadDataset(Component("two_moons", {{"noise", 0.0}}), {});
    CHECK(set.sampleShape == Shape{2});
    double worst = 0;
    std::size_t lower = 0, outside = 0;
    for (std::size_t i = 0; i < set.train.size(); ++i) {
        const double x = 1.5 * set.train.inputs[2 * i] + 0.5, y = 1.5 * set.train.inputs[2 * i + 1] + 0.25;
        const bool isLower = set.train.labels[i] == 1;
        lower += isLower;
        // Radius 1 around (0, 0), upper half, or around (1, 1/2), lower half.
        worst = std::max(worst, std::abs((isLower ? std::hypot(x - 1, y - 0.5) : std::hypot(x, y)) - 1));
        outside += isLower ? y > 0.5 + 1e-6 : y < -1e-6;
        outside += std::abs(set.train.inputs[2 * i]) > 1.000001 || std::abs(set.train.inputs[2 * i + 1]) > 0.500001;
    }
    CHECK(worst < 1e-6);
    CHECK(outside == 0);
    CHECK(std::abs(static_cast<double>(lower) - 1000) < 5 * std::sqrt(2000 / 4.0));
}

TEST_CASE("The noise of the two moons has the deviation that was asked for") {
    const Dataset clean = loadDataset(Component("two_moons", {{"noise", 0.0}, {"train", std::int64_t{20000}}}), {});
    const Dataset noisy = loadDataset(Component("two_moons", {{"noise", 0.2}, {"train", std::int64_t{20000}}}), {});
    CHECK(clean.train.labels == noisy.train.labels);
    double squares = 0;
    for (std::size_t i = 0; i < clean.train.inputs.size(); ++i)
        squares += std::pow(1.5 * (noisy.train.inputs[i] - clean.train.inputs[i]), 2);
    CHECK(std::sqrt(squares / 40000) == Approx(0.2).epsilon(5 / std::sqrt(2 * 40000.0)));
}
