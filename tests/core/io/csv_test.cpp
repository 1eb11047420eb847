// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/csv.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <limits>

using namespace orthant;

namespace {

std::vector<std::string> names(const Table& table) {
    std::vector<std::string> result;
    for (const Column& column : table.columns())
        result.push_back(column.name);
    return result;
}

std::string errorFor(const std::string& text) {
    return errorOf([&] { return parseCsv(text, "x.csv"); });
}

} // namespace

TEST_CASE("A table comes back from its CSV with the same doubles") {
    const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    const Table table({{"step", "", {1, 2, 3}},
                       {"train_loss", "", {0.1, nan, 1.0 / 3}},
                       {"odd \"name\", with ; all", "", {5e-324, -inf, -1.7976931348623157e308}}});
    const std::string text = toCsv(table);
    CHECK(text == "step,train_loss,\"odd \"\"name\"\", with ; "
                  "all\"\n1,0.1,5e-324\n2,,-inf\n3,0.3333333333333333,-1.7976931348623157e+308\n");
    const Table back = parseCsv(text, "x");
    CHECK(names(back) == names(table));
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t r = 0; r < 3; ++r) {
            const double expected = table.columns()[c].values[r], found = back.columns()[c].values[r];
            CHECK((found == expected || (std::isnan(found) && std::isnan(expected))));
        }
}

TEST_CASE("Names keep their spaces, and a first name that starts like a byte order mark stays whole") {
    const Table table({{" a ", "", {1}}, {"\xEF\xBB\xBF", "", {2}}}), other({{"\xEF\xBB\xBFx", "", {1}}});
    CHECK(names(parseCsv(toCsv(table), "x")) == names(table));
    CHECK(names(parseCsv(toCsv(other), "x")) == names(other));
}

TEST_CASE("A single column keeps its empty cells") {
    const Table back = parseCsv(toCsv(Table({{"x", "", {1, std::nan(""), 3}}})), "x");
    REQUIRE(back.rows() == 3);
    CHECK(std::isnan(back.columns()[0].values[1]));
}

TEST_CASE("Separators, ends of line, quotes, a byte order mark and blank lines are understood") {
    for (const char* text : {"a,b\n1,2\n3,4\n", "a;b\r\n1;2\r\n3;4", "a\tb\n1\t2\n\n3\t4\n\n",
                             "\xEF\xBB\xBF\"a\" , \"b\"\n 1 , +2\n\"3\",4e0\n"}) {
        const Table table = parseCsv(text, "x");
        CHECK(names(table) == std::vector<std::string>{"a", "b"});
        CHECK(table.columns()[0].values == std::vector<double>{1, 3});
        CHECK(table.columns()[1].values == std::vector<double>{2, 4});
    }
    const Table quoted = parseCsv("\"two\nlines\";\"a, b\"\n1;2\n", "x");
    CHECK(names(quoted) == std::vector<std::string>{"two\nlines", "a, b"});
}

TEST_CASE("Without a line of names the columns are numbered, and so is a column whose name is empty") {
    const Table table = parseCsv("1,2\n3,4\n", "x");
    CHECK(names(table) == std::vector<std::string>{"c1", "c2"});
    CHECK(table.rows() == 2);
    CHECK(names(parseCsv("a,,b\n1,2,3\n", "x")) == std::vector<std::string>{"a", "c2", "b"});
}

TEST_CASE("No text is a table without columns, names alone are columns without rows") {
    CHECK(parseCsv("", "x").columns().empty());
    CHECK(parseCsv("\n\n", "x").columns().empty());
    CHECK(parseCsv("a,b\n", "x").columns().size() == 2);
    CHECK(parseCsv("a,b\n", "x").rows() == 0);
}

TEST_CASE("Errors in CSV name the line and the column") {
    CHECK(errorFor("a,b\n1,2\n3,x\n") == "x.csv, line 3, column 2: found 'x', expected a number");
    CHECK(errorFor("a;b\n1,5;2\n") == "x.csv, line 2, column 1: found '1,5', expected a number");
    CHECK(errorFor("a,b\n1,2\n\n3\n") == "x.csv, line 4: found 1 cells, expected 2 as in the first line");
    CHECK(errorFor("a,b\n\"1,2\n") == "x.csv, line 2: a quote is not closed");
    CHECK(errorFor("\"a\nb\",c\n1,2\n1,z\n") == "x.csv, line 4, column 2: found 'z', expected a number");
    CHECK(errorFor("a,b\n\"1\"2,3\n") == "x.csv, line 2: text after a closing quote");
    CHECK(errorFor("a\n1e999\n") == "x.csv, line 2, column 1: found '1e999', expected a number");
}

TEST_CASE("A CSV file is read, and its name is in the errors") {
    const TemporaryFolder folder;
    writeFileAtomically(folder / "t.csv", std::string_view("a\n1\n"));
    CHECK(readCsv(folder / "t.csv").rows() == 1);
    writeFileAtomically(folder / "t.csv", std::string_view("a\n1\nq\n"));
    CHECK(mentions(errorOf([&] { return readCsv(folder / "t.csv"); }), {"t.csv, line 3"}));
}
