// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/schedules/schedule.h"

using namespace orthant;

TEST_CASE("the step schedule drops after every so many epochs", "[schedules]") {
    const Schedule schedule = makeSchedule(Component("step", {{"every", 2.0}, {"factor", 0.5}}), 0);
    CHECK(schedule(1.99, 10) == 1);
    CHECK(schedule(2, 10) == 0.5);
    CHECK(schedule(5, 10) == 0.25);
}
