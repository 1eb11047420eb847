// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/schedules/schedule.h"

using namespace orthant;

TEST_CASE("the constant schedule never changes the rate", "[schedules]") {
    const Schedule schedule = makeSchedule(Component("constant"), 0);
    CHECK(schedule(0, 10) == 1);
    CHECK(schedule(9.9, 10) == 1);
}

TEST_CASE("warm-up rises in a line to the schedule's own value", "[schedules]") {
    const Schedule schedule = makeSchedule(Component("constant"), 2);
    CHECK(schedule(0, 10) == 0);
    CHECK(schedule(0.5, 10) == 0.25);
    CHECK(schedule(2, 10) == 1);
}
