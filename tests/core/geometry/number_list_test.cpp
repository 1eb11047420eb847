// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/number_list.h"

#include "tests/catch.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("thresholds and levels survive being written", "[geometry]") {
    const theory::ScalarQuantizer quantizer{{-0.1, 1.0 / 3}, {-1, 0.25, 7}};
    CHECK(parseLevels(levelText(quantizer), "/levels") == quantizer);
    CHECK(parseLevels("; 1", "/levels") == theory::ScalarQuantizer{{}, {1}});
}

TEST_CASE("thresholds and levels that do not fit are refused", "[geometry]") {
    const auto error = [](const char* text) { return errorOf([&] { return parseLevels(text, "/levels"); }); };
    CHECK(mentions(error("1, 2, 3"), {"/levels", "semicolon"}));
    CHECK(mentions(error("0; 1"), {"1 thresholds and 1 levels"}));
    CHECK(mentions(error("0, 0; 1, 2, 3"), {"grow"}));
    CHECK(mentions(error("2, 1; 1, 2, 3"), {"found 1 after 2"}));
    CHECK(mentions(error("0; 1, x"), {"found 'x'"}));
}
