// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/series.h"

#include "tests/catch.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

using Labels = std::vector<std::string>;
using Values = std::vector<float>;

std::string errorFor(const std::string& text) {
    return errorOf([&] { return parseSeries(text, "s.tsv"); });
}

} // namespace

TEST_CASE("One series in a line, its label first, with tabs, commas, semicolons or spaces between") {
    for (const char* text : {"1\t0.5\t-2\n-1\t3\t4e1\n", "1,0.5,-2\r\n-1,3,4e1\r\n", "1; 0.5; -2\n\n-1; 3; 4e1",
                             "  1.0000000e+00   5.0000000e-01  -2.0000000e+00\n -1.0000000e+00 +3 40\n",
                             "\xEF\xBB\xBFlabel,t0,t1\n1,0.5,-2\n-1,3,40\n", "# made by hand\n1 0.5 -2\n-1 3 40"}) {
        INFO(text);
        const SeriesTable table = parseSeries(text, "s.tsv");
        CHECK(table.length == 2);
        CHECK(table.labels == Labels{"1", "-1"});
        CHECK(table.values == Values{0.5F, -2, 3, 40});
    }
}

TEST_CASE("A file with a head has the label at the end, which may be a name") {
    const SeriesTable table =
        parseSeries("# c\n@problemName Drive\n@classLabel true left right\n@DATA\n1,2,3:left\n4,5,6: 07 \n", "s.ts");
    CHECK(table.length == 3);
    CHECK(table.labels == Labels{"left", "7"});
    CHECK(table.values == Values{1, 2, 3, 4, 5, 6});
    CHECK(mentions(errorOf([] { return parseSeries("@data\n1,2:3,4:a\n", "s.ts"); }),
                   {"s.ts, line 2", "more than one dimension"}));
    CHECK(
        mentions(errorOf([] { return parseSeries("@data\n1,2\n", "s.ts"); }), {"s.ts, line 2", "a colon and a label"}));
    CHECK(mentions(errorOf([] { return parseSeries("@data\n1,2:?\n", "s.ts"); }), {"s.ts, line 2", "expected a name"}));
}

TEST_CASE("Missing values, other lengths and other labels are errors with the line and what to do") {
    for (const char* text : {"1\t1\t2\n2\t3\tNaN\n", "1\t1\t2\n2\t3\t?\n", "1\t1\t2\n2\t3\t\n"}) {
        INFO(text);
        CHECK(mentions(errorFor(text), {"s.tsv, line 2: value 2 is missing", "gaps must be filled"}));
    }
    CHECK(mentions(errorFor("1,1,2\n\n2,3\n"),
                   {"s.tsv, line 3: found a series of 1 values, expected 2", "brought to one length"}));
    CHECK(mentions(errorFor("1,1,2\n2.5,3,4\n"), {"line 2: found the label '2.5', expected a whole number"}));
    CHECK(mentions(errorFor("1,1,2\nup,3,4\n"), {"line 2: found the label 'up', expected a whole number"}));
    CHECK(mentions(errorFor("1,1,2\n,3,4\n"), {"line 2: found the label ''"}));
    CHECK(mentions(errorFor("1,1,x2\n"), {"line 1: found 'x2' as value 2, expected a number"}));
    CHECK(mentions(errorFor("1,1,1e300\n"), {"line 1: value 2 is '1e300', too large"}));
    CHECK(mentions(errorFor("1,inf,2\n"), {"line 1: value 1 is 'inf', too large"}));
    CHECK(mentions(errorFor("1\n2\n"), {"line 1: found a label without a series"}));
    for (const char* text : {"", "\n \n", "# only words\n", "label,t0\n"})
        CHECK(mentions(errorFor(text), {"s.tsv: found no series"}));
}
