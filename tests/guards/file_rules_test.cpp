// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/guards/expect.h"

using namespace guards;

namespace {

std::string manyLines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "x\n";
    return text;
}

/// A catalogue that obeys all rules; tests break it.
Tree soundCatalogue() {
    return {{{"core/quantizers/catalogue.def", "// what it is\nORTHANT_ENTRY(ste_sign)\n"},
             {"core/quantizers/ste_sign.cpp", "QuantizerEntry entries::ste_sign() { return {}; }\n"},
             {"tests/core/quantizers/ste_sign_test.cpp", ""}}};
}

} // namespace

TEST_CASE("no file is longer than its limit") { requireClean(longFiles); }

TEST_CASE("a file that is too long is found") {
    requireOne(longFiles, {{{"core/base/a.cpp", manyLines(501)}}}, "501 lines, the limit is 500");
    requireOne(longFiles, {{{"ui/pages/train/a.cpp", manyLines(301)}}}, "300");
    requireOne(longFiles, {{{"ui/shell/main_window.cpp", manyLines(251)}}}, "250");
    REQUIRE(longFiles({{{"core/base/a.cpp", manyLines(500)}, {"README.md", manyLines(900)}}}).empty());
}

TEST_CASE("every line of a catalogue has its file and its test, and the other way round") {
    requireClean(brokenCatalogues);
}

TEST_CASE("a broken catalogue is found") {
    REQUIRE(brokenCatalogues(soundCatalogue()).empty());

    Tree tree = soundCatalogue();
    tree.files.erase(tree.files.begin() + 1);
    requireOne(brokenCatalogues, tree, "has no file core/quantizers/ste_sign.cpp");

    tree = soundCatalogue();
    tree.files.pop_back();
    requireOne(brokenCatalogues, tree, "has no test tests/core/quantizers/ste_sign_test.cpp");

    tree = soundCatalogue();
    tree.files.push_back({"core/quantizers/lost.cpp", "QuantizerEntry entries::lost() { return {}; }\n"});
    requireOne(brokenCatalogues, tree, "lost has no line");

    tree = soundCatalogue();
    tree.files[0].text += "ORTHANT_ENTRY(ste_sign)\n";
    requireOne(brokenCatalogues, tree, "listed twice");

    tree = soundCatalogue();
    tree.files[1].text = "int x;\n";
    requireOne(brokenCatalogues, tree, "does not define entries::ste_sign()");

    requireOne(brokenCatalogues, {{{"core/io/catalogue.def", "// nothing\n"}}}, "lists nothing");
}

TEST_CASE("every source says its licence") { requireClean(missingLicence); }

TEST_CASE("a source without a licence is found") {
    requireOne(missingLicence, {{{"core/base/a.h", "#pragma once\n"}}}, "core/base/a.h: line 1");
    requireOne(missingLicence, {{{"packaging/run", "#!/usr/bin/env bash\necho\n"}}}, "line 2");
    requireOne(missingLicence, {{{"core/base/a.h", ""}}}, "line 1");
    REQUIRE(missingLicence({{{"README.md", "# Orthant\n"},
                             {"ui/a.cpp", "// SPDX-License-Identifier: GPL-3.0-or-later\n"}}}).empty());
}

TEST_CASE("nothing names one machine, a package registry or unfinished work") { requireClean(foreignWords); }

TEST_CASE("a foreign word is found") {
    requireOne(foreignWords, {{{"README.md", "see\n/ho" "me/anna/orthant\n"}}}, "README.md:2");
    requireOne(foreignWords, {{{"core/base/a.h", "// TO" "DO later\n"}}}, "core/base/a.h:1");
    requireOne(foreignWords, {{{"core/data/a.cpp", "open(\"../sha" "red/data\")\n"}}}, "outside the repository");
    requireOne(foreignWords, {{{".ci/run", "curl https://pyp" "i.org/simple\n"}}}, ".ci/run:1");
    REQUIRE(foreignWords({{{"README.md", "net/wo" "rk/x and $HO" "ME/ho" "me/\n"}}}).empty());
}

TEST_CASE("all JSON parses") { requireClean(brokenJson); }

TEST_CASE("broken JSON is found") {
    requireOne(brokenJson, {{{"resources/experiments/a.json", "{\"orthant\": 1,}"}}}, "a.json");
    REQUIRE(brokenJson({{{"resources/experiments/a.json", "{\"orthant\": 1}"}}}).empty());
}
