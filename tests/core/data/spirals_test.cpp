// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "tests/catch.h"

#include <cmath>
#include <numbers>

using namespace orthant;

TEST_CASE("Without noise every point lies on the arm of its class, inside the unit disc") {
    const double turns = 1.5;
    const Dataset set =
        loadDataset(Component("spirals", {{"noise", 0.0}, {"arms", std::int64_t{3}}, {"turns", turns}}), {});
    CHECK(set.classes == 3);
    CHECK(set.classNames == std::vector<std::string>{"arm 1", "arm 2", "arm 3"});
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < set.train.size(); ++i) {
        const double x = set.train.inputs[2 * i], y = set.train.inputs[2 * i + 1], radius = std::hypot(x, y);
        // The angle that is left when the arm is turned back to the x axis.
        const double angle = 2 * std::numbers::pi * (turns * radius + set.train.labels[i] / 3.0);
        worst = std::max(worst, std::hypot(x - radius * std::cos(angle), y - radius * std::sin(angle)));
        largest = std::max(largest, radius);
    }
    CHECK(worst < 1e-5);
    CHECK(largest <= 1.000001);
    CHECK(largest > 0.99);
}
