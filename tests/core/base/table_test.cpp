// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/table.h"

#include "tests/catch.h"

using namespace orthant;

TEST_CASE("Rows go to the columns in order, and columns are found by name") {
    Table table({{"step", "", {}}, {"train_loss", "", {}}});
    CHECK(table.rows() == 0);
    table.addRow({1, 0.5});
    table.addRow({2, 0.25});
    CHECK(table.rows() == 2);
    REQUIRE(table.find("train_loss") != nullptr);
    CHECK(table.find("train_loss")->values == std::vector<double>{0.5, 0.25});
    CHECK(table.find("loss") == nullptr);
}

TEST_CASE("A table without columns has no rows") {
    Table table;
    CHECK(table.rows() == 0);
    table.addColumn({"seconds", "s", {1, 2, 3}});
    CHECK(table.rows() == 3);
    CHECK(table.columns().front().unit == "s");
}
