// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/schedules/schedule.h"

using namespace orthant;

TEST_CASE("the exponential schedule falls by equal ratios", "[schedules]") {
    const Schedule schedule = makeSchedule(Component("exponential", {{"final", 0.01}}), 0);
    CHECK(schedule(0, 8) == 1);
    CHECK(schedule(4, 8) == Approx(0.1));
    CHECK(schedule(8, 8) == Approx(0.01));
}
