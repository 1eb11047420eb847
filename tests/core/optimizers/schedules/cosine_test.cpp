// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/optimizers/schedules/schedule.h"

using namespace orthant;

TEST_CASE("the cosine schedule ends at its final share", "[schedules]") {
    const Schedule schedule = makeSchedule(Component("cosine", {{"final", 0.2}}), 0);
    CHECK(schedule(0, 8) == 1);
    CHECK(schedule(4, 8) == Approx(0.6));
    CHECK(schedule(8, 8) == Approx(0.2));
}
