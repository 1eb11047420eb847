// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

using namespace orthant;
using namespace orthant::ui;

TEST_CASE("a folder without runs gives an empty list, also when it is not there") {
    SessionFixture fixture;
    RunListModel list;
    list.refresh(fixture.folder.filePath("nowhere").toStdString());
    REQUIRE(waitFor([&] { return !list.loading(); }));
    REQUIRE(list.runs().empty());
}

TEST_CASE("a broken run is a row with its error") {
    SessionFixture fixture;
    const std::filesystem::path root = fixture.folder.filePath("runs").toStdString();
    writeFileAtomically(root / "broken" / "experiment.json", "{");
    RunListModel list;
    list.refresh(root);
    REQUIRE(waitFor([&] { return !list.loading(); }));
    REQUIRE(list.runs().size() == 1);
    REQUIRE_FALSE(list.runs()[0].error.empty());
}

TEST_CASE("a refresh during a reading makes one more reading") {
    SessionFixture fixture;
    const std::filesystem::path root = fixture.folder.filePath("runs").toStdString();
    RunListModel list;
    list.refresh(root);
    writeFileAtomically(root / "late" / "experiment.json", toJson(tinyExperiment()));
    list.refresh(root);
    REQUIRE(waitFor([&] { return !list.loading(); }));
    REQUIRE(list.runs().size() == 1);
    REQUIRE(list.runs()[0].name == "tiny");
}
