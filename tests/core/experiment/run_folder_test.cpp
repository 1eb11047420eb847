// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_folder.h"

#include "core/base/error.h"
#include "core/experiment/run_writer.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

TEST_CASE("Broken run folders are listed with what is wrong, and never throw") {
    const TemporaryFolder root;
    const auto write = [&](const char* file, std::string_view text) { writeFileAtomically(root / file, text); };
    createRunFolder(root / "unfinished", support::tinyExperiment(), 0);
    write("syntax/experiment.json", "{");
    write("types/experiment.json", R"({"name": 3})");
    write("summary/experiment.json", toJson(support::tinyExperiment()));
    write("summary/summary.json", R"({"status": "finished"})");
    write("list/experiment.json", "[1, 2]");
    write("nothing/notes.txt", "no run");
    write("file", "no folder");
    fs::create_directories(root / "folder/experiment.json");
    write("deep/experiment.json", std::string(100000, '['));

    const auto runs = listRuns(root.path());
    REQUIRE(runs.size() == 7);
    for (const RunSummary& run : runs) {
        INFO(run.folder.string());
        CHECK(run.error.empty() == (run.folder.filename() == "unfinished"));
        if (run.folder.filename() == "unfinished") {
            CHECK(run.title == "Tiny");
            CHECK(run.status == "unfinished");
            CHECK(run.modified > 1'600'000'000);
        }
    }
    CHECK(listRuns(root / "not there").empty());
    CHECK_THROWS_AS(readRun(root / "syntax"), Error);
    CHECK_THROWS_AS(readRun(root / "not there"), Error);
    CHECK(readRun(root / "unfinished").metrics.empty());
}

TEST_CASE("A run folder is made once, and its experiment remembers where its paths start") {
    const TemporaryFolder root;
    Experiment experiment = support::tinyExperiment();
    experiment.folder = "/some/where";
    createRunFolder(root / "a", experiment, 3);
    CHECK_THROWS_AS(createRunFolder(root / "a", experiment, 3), Error);
    CHECK(readRunExperiment(root / "a") == experiment);
    CHECK(readRunExperiment(root / "a").folder == "/some/where");
    fs::remove(root / "a/environment.json");
    CHECK(readRunExperiment(root / "a").folder == root / "a");
}

TEST_CASE("Two writers of one folder are refused") {
    const TemporaryFolder root;
    createRunFolder(root / "a", support::tinyExperiment(), 0);
    {
        const RunWriter first(root / "a");
        CHECK_THROWS_AS(RunWriter(root / "a"), Error);
    }
    CHECK_NOTHROW(RunWriter(root / "a"));
}
