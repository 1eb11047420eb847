// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_file.h"

#include "core/io/csv.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <cmath>

using namespace orthant;

TEST_CASE("A study's file has the keys that other programs read, and null for what was not measured") {
    StudyResult result;
    result.table = Table({{"x", "deg", {1, std::nan("")}}});
    result.readings = {{"a", "A", "", 2.5, 3.5}, {"b", "B", "", std::nan(""), 4}};
    result.notes = {"note"};
    const Component study("angle", {{"dimension", std::int64_t{3}}});
    CHECK(studyDocument(study, 7, result) == Json::parse(R"({"study": "angle", "parameters": {"dimension": 3}, "seed": 7,
        "columns": [{"name": "x", "unit": "deg", "values": [1.0, null]}], "measured": {"a": 2.5}, "theory": {"a": 3.5, "b": 4.0},
        "notes": ["note"]})"));
    const TemporaryFolder root;
    writeStudy(root / "a.json", study, 7, result);
    CHECK(parseJsonDocument(readTextFile(root / "a.json")) == studyDocument(study, 7, result));
    writeStudy(root / "a.csv", study, 7, result);
    CHECK(parseCsv(readTextFile(root / "a.csv"), "a.csv").find("x")->values[0] == 1);
    CHECK(mentions(errorOf([&] {
                       writeStudy(root / "a.txt", study, 7, result);
                       return 0;
                   }),
                   {"a.txt", ".csv or .json"}));
}
