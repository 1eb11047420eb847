// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/guards/expect.h"

using namespace guards;

TEST_CASE("the repository is read: sources are there, build folders are not") {
    const Tree& tree = thisTree();
    REQUIRE(tree.has("core/base/error.h"));
    REQUIRE(tree.has("CMakeLists.txt"));
    REQUIRE(tree.has(".ci/run"));
    for (const File& file : tree.files) {
        REQUIRE_FALSE(isUnder(file.path, "build"));
        REQUIRE_FALSE(isUnder(file.path, ".git"));
    }
}

TEST_CASE("includes are found with their line, whatever the blanks") {
    const File file{"core/base/x.cpp", "// #include \"no.h\"\n#include \"core/base/x.h\"\n#  include <vector> // why\n"
                                       "#include HWY_TARGET_INCLUDE\n"};
    const std::vector<Include> found = includesOf(file);
    REQUIRE(found.size() == 2);
    REQUIRE(found[0].target == "core/base/x.h");
    REQUIRE(found[0].line == 2);
    REQUIRE_FALSE(found[0].angled);
    REQUIRE(found[1].target == "vector");
    REQUIRE(found[1].angled);
}

TEST_CASE("no file includes upward") { requireClean(upwardIncludes); }

TEST_CASE("an upward include is found") {
    requireOne(upwardIncludes, {{{"core/base/a.h", "#include \"core/io/b.h\"\n"}}}, "core/base/a.h:1");
    requireOne(upwardIncludes, {{{"core/experiment/a.cpp", "\n#include \"ui/base/b.h\"\n"}}}, "experiment/a.cpp:2");
    requireOne(upwardIncludes, {{{"ui/charts/a.h", "#include \"ui/pages/train/b.h\"\n"}}}, "upward");
    requireOne(upwardIncludes, {{{"core/strange/a.h", ""}}}, "no place");
    requireOne(upwardIncludes, {{{"ui/pages/train/a.h", "#include \"ui/pages/home/b.h\"\n"}}}, "another page");
    requireOne(upwardIncludes, {{{"ui/pages/train.cpp", "#include \"ui/pages/home/run_table.h\"\n"}}}, "another page");
    REQUIRE(upwardIncludes({{{"ui/pages/train.cpp", "#include \"ui/pages/catalogue.h\"\n"
                                                    "#include \"ui/pages/train/panels.h\"\n"}}}).empty());
    REQUIRE(upwardIncludes({{{"core/io/a.h", "#include \"core/base/b.h\"\n#include \"core/io/c.h\"\n"}}}).empty());
}

TEST_CASE("Qt is in ui and nowhere else") { requireClean(strayQt); }

TEST_CASE("Qt below ui is found") {
    requireOne(strayQt, {{{"core/base/a.h", "#include <QString>\n"}}}, "<QString>");
    requireOne(strayQt, {{{"app/cli_main.cpp", "#include <QtCore/QString>\n"}}}, "app/cli_main.cpp:1");
    requireOne(strayQt, {{{"tests/core/io/a_test.cpp", "#include <QFile>\n"}}}, "<QFile>");
    requireOne(strayQt, {{{"core/CMakeLists.txt", "find_package(Qt6 REQUIRED)\n"}}}, "core");
    requireOne(strayQt, {{{"app/CMakeLists.txt", "target_link_libraries(orthant-cli PRIVATE orthant_ui)\n"}}}, "cli");
    requireOne(strayQt, {{{"ui/pages/train/a.cpp", "#include <QLineSeries>\n"}}}, "Qt Charts outside");
    REQUIRE(strayQt({{{"ui/charts/a.cpp", "#include <QChartView>\n"}, {"app/gui_main.cpp", "#include <QIcon>\n"}}}).empty());
}

TEST_CASE("oneTBB is behind one file") { requireClean(strayThreads); }

TEST_CASE("oneTBB elsewhere is found") {
    requireOne(strayThreads, {{{"core/bits/a.cpp", "#include <tbb/parallel_for.h>\n"}}}, "core/bits/a.cpp:1");
    REQUIRE(strayThreads({{{"core/base/parallel.cpp", "#include <tbb/parallel_for.h>\n"}}}).empty());
}

TEST_CASE("every include of our own exists and starts at the root") { requireClean(brokenIncludes); }

TEST_CASE("an include of a missing file is found") {
    requireOne(brokenIncludes, {{{"core/base/a.cpp", "#include \"core/base/gone.h\"\n"}}}, "core/base/gone.h");
    requireOne(brokenIncludes, {{{"core/base/a.cpp", "#include \"a.h\"\n"}, {"core/base/a.h", ""}}}, "from the root");
    requireOne(brokenIncludes, {{{"ui/base/a.cpp", "#include <core/base/a.h>\n"}, {"core/base/a.h", ""}}}, "angles");
}

TEST_CASE("every file includes its own header first") { requireClean(ownHeaderNotFirst); }

TEST_CASE("a file whose own header comes late is found") {
    requireOne(ownHeaderNotFirst,
               {{{"core/io/a.cpp", "#include <vector>\n#include \"core/io/a.h\"\n"}, {"core/io/a.h", ""}}}, "core/io/a.h");
    requireOne(ownHeaderNotFirst, {{{"core/io/a.cpp", "int x;\n"}, {"core/io/a.h", ""}}}, "first");
    REQUIRE(ownHeaderNotFirst({{{"core/io/a.cpp", "#include <vector>\n"}}}).empty());
}
