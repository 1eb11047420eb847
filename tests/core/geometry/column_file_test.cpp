// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/column_file.h"

#include "core/geometry/study.h"
#include "core/io/bundle.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace orthant;
using Values = std::vector<float>;

TEST_CASE("a column of a CSV file is found by name or number", "[geometry]") {
    const TemporaryFolder folder;
    const auto file = folder / "a.csv";
    writeFileAtomically(file, std::string_view("weight,bias\n1,10\n-2,20\n3.5,30\n"));
    CHECK(readColumn(file, "weight") == Values{1, -2, 3.5F});
    CHECK(readColumn(file, "2") == Values{10, 20, 30});
    CHECK(mentions(errorOf([&] { return readColumn(file, "wieght"); }), {"/column", "no column 'wieght'", "weight"}));
    CHECK(mentions(errorOf([&] { return readColumn(file, ""); }), {"/column", "2 columns", "weight, bias"}));
    CHECK(mentions(errorOf([&] { return readColumn(file, "3"); }), {"/column", "no column '3'"}));
    writeFileAtomically(file, std::string_view("7\n8\n"));
    CHECK(readColumn(file, "") == Values{7, 8});
}

TEST_CASE("values that cannot be entries are refused with their place", "[geometry]") {
    const TemporaryFolder folder;
    const auto error = [&](const char* text) {
        writeFileAtomically(folder / "b.csv", std::string_view(text));
        return errorOf([&] { return readColumn(folder / "b.csv", "1"); });
    };
    CHECK(mentions(error("a,b\n1,2\n,3\n"), {"b.csv", "value 2", "empty"}));
    CHECK(mentions(error("a,b\n1,2\ninf,3\n"), {"value 2", "not finite"}));
    CHECK(mentions(error("a,b\n1,2\n1e300,3\n"), {"value 2", "not finite"}));
    CHECK(mentions(error("a,b\n1,2\nword,3\n"), {"b.csv", "line 3", "word"}));
    CHECK(mentions(error("a,b\n"), {"no values"}));
    CHECK(mentions(error(""), {"no columns"}));
    CHECK(mentions(error("a,b\n0,1\n0,2\n"), {"zeros only"}));
    CHECK(mentions(errorOf([&] { return readColumn(folder / "none.csv", ""); }), {"none.csv"}));
    CHECK(mentions(errorOf([] { return readColumn("", ""); }), {"/columnFile", "no file"}));
}

TEST_CASE("arrays of one and two dimensions give a column or all their values", "[geometry]") {
    const TemporaryFolder folder;
    const double values[] = {1, 2, 3, 4, 5, 6};
    const Array matrix = Array::of<double>(ElementType::F64, {3, 2}, values),
                row = Array::of<double>(ElementType::F64, {6}, values);
    writeNpy(folder / "m.npy", matrix);
    CHECK(readColumn(folder / "m.npy", "") == Values{1, 2, 3, 4, 5, 6});
    CHECK(readColumn(folder / "m.npy", "2") == Values{2, 4, 6});
    CHECK(mentions(errorOf([&] { return readColumn(folder / "m.npy", "3"); }), {"/column", "from 1 to 2", "'3'"}));
    writeNpy(folder / "r.npy", row);
    CHECK(readColumn(folder / "r.npy", "") == Values{1, 2, 3, 4, 5, 6});
    writeNpy(folder / "c.npy", Array::of<double>(ElementType::F64, {1, 2, 3}, values));
    CHECK(mentions(errorOf([&] { return readColumn(folder / "c.npy", ""); }), {"c.npy", "3 dimensions"}));

    Bundle bundle;
    bundle.arrays["layer.weight"] = matrix;
    writeNpz(folder / "one.npz", bundle);
    CHECK(readColumn(folder / "one.npz", "") == Values{1, 2, 3, 4, 5, 6});
    CHECK(readColumn(folder / "one.npz", "1") == Values{1, 3, 5});
    CHECK(readColumn(folder / "one.npz", "layer.weight:2") == Values{2, 4, 6});
    bundle.arrays["other"] = row;
    writeNpz(folder / "two.npz", bundle);
    CHECK(readColumn(folder / "two.npz", "other").size() == 6);
    CHECK(mentions(errorOf([&] { return readColumn(folder / "two.npz", "othr"); }),
                   {"/column", "no array 'othr'", "'other'"}));
    CHECK(mentions(errorOf([&] { return readColumn(folder / "two.npz", ""); }), {"/column", "2 arrays"}));
}

TEST_CASE("the angle study draws from a column and has its line", "[geometry]") {
    // Values +-1 and +-3, each equally often: E|w| = 2, E w^2 = 5, so cos = 2/sqrt 5 in the limit.
    const TemporaryFolder folder;
    writeFileAtomically(folder / "w.csv", std::string_view("w\n1\n-1\n3\n-3\n"));
    const auto angle = [&](const char* column) {
        return runStudy(Component("angle", {{"law", std::string("column")},
                                            {"columnFile", (folder / "w.csv").string()},
                                            {"column", std::string(column)},
                                            {"dimension", std::int64_t{2000}},
                                            {"samples", std::int64_t{2000}}}),
                        {});
    };
    const StudyResult result = angle("w");
    const double expected = std::acos(2 / std::sqrt(5.0)) * 180 / std::acos(-1.0);
    CHECK(result.theory().at("mean_deg") == Approx(expected));
    CHECK(result.measured().at("mean_deg") == Approx(expected).margin(0.03));
    CHECK(result.measured().at("deviation_deg") == Approx(result.theory().at("deviation_deg")).epsilon(0.08));
    CHECK(result.measured() == angle("1").measured());
    CHECK(mentions(errorOf([&] { return angle("v"); }), {"/column"}));
}
