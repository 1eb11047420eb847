// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_run.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

#include <algorithm>

using namespace orthant;

namespace {

/// The same plan with two layers, a step or two in each stage and a handful of samples.
UnrolledPlan shortened(UnrolledPlan plan) {
    plan.seeds.resize(1);
    plan.solvers.clear();
    if (plan.varyPointer.ends_with("/layers")) plan.varyValues = {1, 2};
    else plan = withValue(plan, "/networks/*/algorithm/layers", "2");
    if (plan.varyValues.size() > 2) plan.varyValues.resize(2);
    for (const char* steps : {"steps", "newLayerSteps", "refineSteps", "fineSteps"})
        plan = withValue(plan, std::string("/training/") + steps, "2");
    for (const char* samples : {"batchSize", "validation", "test"}) plan = withValue(plan, std::string("/training/") + samples, "4");
    for (PlannedNetwork& network : plan.networks) { // steps of their own
        Params own;
        for (const auto& [id, value] : network.training)
            if (!id.ends_with("teps")) own.set(id, value);
        network.training = own;
    }
    return plan;
}

} // namespace

TEST_CASE("Every shipped unrolled plan parses, says what it shows and how long it takes, and is stable after one write") {
    const auto files = shippedUnrolledPlans();
    REQUIRE(files.size() >= 6);
    CHECK(std::is_sorted(files.begin(), files.end()));
    for (const auto& file : files) {
        INFO(file.string());
        const UnrolledPlan plan = readUnrolledPlan(file);
        CHECK(plan.name == file.stem());
        CHECK(plan.title != plan.name);
        CHECK(plan.summary.size() > 60);
        CHECK(plan.summary.find('\n') == std::string::npos);
        CHECK(plan.summary.find("on two cores.") != std::string::npos);
        const std::string text = toJson(plan);
        CHECK(parseUnrolledPlan(text) == plan);
        CHECK(toJson(parseUnrolledPlan(text)) == text);
    }
}

TEST_CASE("The shipped unrolled plans run to their end, with few steps", "[slow]") {
    for (const auto& file : shippedUnrolledPlans()) {
        const UnrolledPlan plan = shortened(readUnrolledPlan(file));
        INFO(plan.name);
        const TemporaryFolder root;
        RunControl control;
        openUnrolledFolder(root / "out", plan, false, 0);
        const RunFinished finished = runUnrolledPlan(plan, root / "out", control, [](const UnrolledEvent&) {});
        CHECK(finished.error.empty());
        CHECK(finished.status == RunStatus::Finished);
    }
}
