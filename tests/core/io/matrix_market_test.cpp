// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/matrix_market.h"

#include "tests/catch.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

/// Row after row, an entry that is listed twice added up.
std::vector<double> dense(const std::string& text) {
    const MarketMatrix matrix = parseMatrixMarket(text, "m.mtx");
    std::vector<double> values(matrix.rows * matrix.cols, 0.0);
    for (const MarketMatrix::Entry& entry : matrix.entries)
        values[entry.row * matrix.cols + entry.col] += entry.value;
    return values;
}

std::string refusal(const std::string& text) {
    return errorOf([&] { return parseMatrixMarket(text, "m.mtx"); });
}

const std::string coordinate = "%%MatrixMarket matrix coordinate ";
const std::string array = "%%MatrixMarket matrix array ";

} // namespace

TEST_CASE("coordinate files list places from 1 and values", "[io]") {
    CHECK(dense(coordinate + "real general\n% a comment\n\n2 3 3\n1 1 1.5\n 2\t3 -2e-1 \r\n1 3 4\n") ==
          std::vector<double>{1.5, 0, 4, 0, 0, -0.2});
    CHECK(dense("%%MatrixMarket MATRIX Coordinate Integer General\n2 2 2\n1 1 1\n1 1 2") ==
          std::vector<double>{3, 0, 0, 0});
    CHECK(dense(coordinate + "pattern symmetric\n3 3 3\n1 1\n3 1\n3 2\n") ==
          std::vector<double>{1, 0, 1, 0, 0, 1, 1, 1, 0});
}

TEST_CASE("arrays go down the columns, symmetric ones from the diagonal", "[io]") {
    CHECK(dense(array + "real general\n2 3\n1\n2\n3\n4\n5\n6\n") == std::vector<double>{1, 3, 5, 2, 4, 6});
    CHECK(dense(array + "integer symmetric\n2 2\n1\n2\n3\n") == std::vector<double>{1, 2, 2, 3});
}

TEST_CASE("faults of a MatrixMarket file are named with their line", "[io]") {
    CHECK(mentions(refusal(""), {"m.mtx, line 1", "%%MatrixMarket"}));
    CHECK(mentions(refusal("1 2 3\n"), {"line 1", "%%MatrixMarket"}));
    CHECK(mentions(refusal(coordinate + "complex general\n1 1 0\n"), {"line 1", "'complex'", "real"}));
    CHECK(mentions(refusal(coordinate + "real hermitian\n1 1 0\n"), {"'hermitian'", "general, symmetric"}));
    CHECK(mentions(refusal(coordinate + "real\n"), {"a word of the head is missing"}));
    CHECK(mentions(refusal(array + "pattern general\n"), {"expected coordinate"}));
    CHECK(mentions(refusal(coordinate + "real general\n%\n"), {"sizes"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2\n"), {"line 2", "expected 3"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 -2 1\n"), {"line 2", "'-2'", "columns"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 2\n1 1 1\n"), {"ends after 1 entries"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 1\n1 1 1\n1 2 1\n"), {"line 4", "more entries"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 1\n3 1 1\n"), {"line 3", "'3'", "row", "1 to 2"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 1\n1 1\n"), {"line 3", "expected 3"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 1\n1 1 x\n"), {"line 3", "'x'", "number"}));
    CHECK(mentions(refusal(coordinate + "real general\n2 2 1\n1 1 nan\n"), {"line 3", "'nan'"}));
    CHECK(mentions(refusal(coordinate + "real symmetric\n2 2 1\n1 2 1\n"), {"line 3", "above the diagonal"}));
    CHECK(mentions(refusal(array + "real symmetric\n2 3\n"), {"line 2", "as many rows"}));
}

TEST_CASE("a head that claims a huge matrix takes no memory", "[io]") {
    CHECK(parseMatrixMarket(coordinate + "real general\n2147483647 2147483647 0\n", "m.mtx").entries.empty());
    CHECK(mentions(refusal(coordinate + "real general\n2147483647 2147483647 999999999999999\n"),
                   {"ends after 0 entries"}));
    CHECK(mentions(refusal(array + "real general\n2147483647 2147483647\n1\n"), {"ends after 1 entries"}));
}
