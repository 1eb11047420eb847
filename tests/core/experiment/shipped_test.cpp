// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/experiment/study_plan.h"
#include "core/experiment/study_plan_run.h"
#include "tests/catch.h"
#include "tests/core/geometry/trained_support.h"
#include "tests/temporary_folder.h"

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

TEST_CASE("Every shipped study plan parses, tells something at each step and names a network that is there") {
    const auto files = shippedStudyPlans();
    REQUIRE(files.size() >= 4);
    CHECK(std::is_sorted(files.begin(), files.end()));
    for (const auto& file : files) {
        INFO(file.string());
        const StudyPlan plan = readStudyPlan(file);
        CHECK(plan.name == file.stem());
        CHECK(plan.title != plan.name);
        CHECK(plan.summary.size() > 20);
        CHECK(plan.summary.find('\n') == std::string::npos);
        for (const StudyStep& step : plan.steps) {
            INFO(step.title);
            CHECK(step.title.size() <= 48);
            CHECK(step.text.size() > 60);
            CHECK(step.text.size() < 450);
        }
        CHECK(parseStudyPlan(toJson(plan)) == plan);
        CHECK_NOTHROW(networkOf(plan));
    }
}

TEST_CASE("The steps of the shipped study plans run, with few samples in few dimensions") {
    const auto trained = support::trainedGlyphs(20);
    StudyContext context;
    context.openRun = [&](const std::string&) { return trained; };
    for (const auto& file : shippedStudyPlans()) {
        const StudyPlan plan = readStudyPlan(file);
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            INFO(plan.name << ", step " << i + 1);
            Params params = *studyOf(plan, i, "network").params;
            for (const char* count : {"samples", "pairs", "queries"}) // the least that each study takes
                if (params.has(count)) params.set(count, std::min<std::int64_t>(params.integer(count), 64));
            if (params.has("dimension")) params.set("dimension", std::min<std::int64_t>(params.integer("dimension"), 128));
            if (params.has("rotations")) params.set("rotations", std::int64_t{1});
            const StudyResult result = runStudy(Component(plan.steps[i].study.id, params), context);
            CHECK_FALSE(result.figures.empty());
            CHECK_FALSE(result.readings.empty());
        }
    }
}

TEST_CASE("The shipped study plans that need no network run to their end", "[slow]") {
    for (const auto& file : shippedStudyPlans()) {
        const StudyPlan plan = readStudyPlan(file);
        if (!plan.network.empty()) continue;
        INFO(plan.name);
        const TemporaryFolder root;
        Progress progress;
        const RunFinished finished = runStudyPlan(plan, root / "out", false, 0, progress, {});
        CHECK(finished.error.empty());
        CHECK(finished.status == RunStatus::Finished);
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
