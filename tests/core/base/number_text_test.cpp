// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include "tests/catch.h"
#include "tests/errors.h"

using namespace orthant;

TEST_CASE("numbers are separated by commas or spaces", "[base]") {
    CHECK(parseNumbers("0.6, -0.8", "/x") == std::vector<double>{0.6, -0.8});
    CHECK(parseNumbers(" 1 2e-3,\n+3 ", "/x") == std::vector<double>{1, 2e-3, 3});
    CHECK(parseNumbers("", "/x").empty());
    for (const char* text : {"0.6; 1", "one", "1,2x", "nan", "inf", "1e999", "-", "+"})
        CHECK(mentions(errorOf([&] { return parseNumbers(text, "/vector"); }), {"/vector", "expected numbers"}));
}
