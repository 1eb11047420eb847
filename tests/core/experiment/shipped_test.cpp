// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/experiment/study_plan.h"
#include "tests/catch.h"

#include <algorithm>

using namespace orthant;

TEST_CASE("Every shipped experiment parses, says what it shows and is stable after one write") {
    const auto files = shippedExperiments();
    REQUIRE(files.size() >= 4);
    CHECK(std::is_sorted(files.begin(), files.end()));
    for (const auto& file : files) {
        INFO(file.string());
        const Experiment experiment = readExperiment(file);
        CHECK(experiment.name == file.stem());
        CHECK(experiment.title != experiment.name);
        CHECK(experiment.summary.size() > 20);
        CHECK(experiment.summary.find('\n') == std::string::npos);
        const std::string text = toJson(experiment);
        CHECK(parseExperiment(text) == experiment);
        CHECK(toJson(parseExperiment(text)) == text);
    }
}

TEST_CASE("A shipped experiment is found by its name, a file by its path") {
    const auto file = findExperiment("two_moons_bnn");
    CHECK(file.filename() == "two_moons_bnn.json");
    CHECK(findExperiment(file.string()) == file);
    try {
        (void)findExperiment("two_mons_bnn");
        FAIL("found");
    } catch (const Error& error) {
        CHECK(error.message().find("two_moons_bnn") != std::string::npos);
    }
}
