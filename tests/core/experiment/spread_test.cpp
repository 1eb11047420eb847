// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/spread.h"

#include "tests/catch.h"

#include <cmath>

using namespace orthant;

TEST_CASE("Mean and spread are those of a sample") {
    CHECK_FALSE(spreadOf({}));
    CHECK(spreadOf({3})->mean == 3);
    CHECK_FALSE(spreadOf({3})->spread);
    const auto spread = spreadOf({2, 4, 4, 4, 5, 5, 7, 9});
    CHECK(spread->mean == 5);
    CHECK(*spread->spread == Approx(std::sqrt(32.0 / 7)));
    CHECK(spread->count == 8);
}
