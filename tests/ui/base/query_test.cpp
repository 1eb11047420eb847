// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/base/query.h"

#include "tests/catch.h"

using namespace orthant::ui;

TEST_CASE("a query finds a text by its words, in any order and case") {
    REQUIRE(matchesQuery("Open a run folder...", "folder op"));
    REQUIRE(matchesQuery("anything", ""));
    REQUIRE_FALSE(matchesQuery("Open a run folder...", "folder close"));
}
