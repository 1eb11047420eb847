// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/study_plan.h"

#include "core/io/json_document.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;
namespace fs = std::filesystem;

namespace {

constexpr const char* small = R"({"orthant": 1, "kind": "studies", "name": "small", "seed": 4, "steps": [
    {"title": "One", "text": "Look here.", "study": {"id": "angle", "dimension": 30, "quantizer": "xnor_scale"}},
    {"study": "layer_geometry"}]})";

/// What is said of the document after a change.
std::string errorAfter(const std::function<void(Json&)>& change) {
    Json document = Json::parse(small);
    change(document);
    return errorOf([&] { return parseStudyPlan(document.dump()); });
}

} // namespace

TEST_CASE("A study plan is written as it was read, with every default") {
    const StudyPlan plan = parseStudyPlan(small);
    CHECK(plan.seed == 4);
    CHECK(plan.title == "small");
    REQUIRE(plan.steps.size() == 2);
    CHECK(plan.steps[0].text == "Look here.");
    CHECK(plan.steps[0].study.params->integer("dimension") == 30);
    CHECK(plan.steps[0].study.params->has("samples"));
    CHECK(plan.steps[0].study.params->component("quantizer").params->has("clip"));
    CHECK(plan.steps[1].title == "Layers of a trained network");
    const std::string text = toJson(plan);
    CHECK(parseStudyPlan(text) == plan);
    CHECK(toJson(parseStudyPlan(text)) == text);
}

TEST_CASE("A mistake in a study plan has a place and the nearest known word") {
    CHECK(mentions(errorAfter([](Json& d) { d["steps"][1]["study"] = "layer_geometri"; }), {"/steps/1/study/id", "Did you mean 'layer_geometry'?"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"][0]["study"]["dimensions"] = 3; }), {"/steps/0/study/dimensions", "Did you mean 'dimension'?"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"][0]["study"]["quantizer"] = {{"id", "ste_sign"}, {"clip", -1}}; }),
                   {"/steps/0/study/quantizer/clip", "from 0"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"][0]["titles"] = "x"; }), {"/steps/0/titles", "Did you mean 'title'?"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"][0].erase("study"); }), {"/steps/0", "'study' is missing"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"] = Json::array(); }), {"/steps", "at least one step"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"] = 3; }), {"/steps", "expected a list of steps"}));
    CHECK(mentions(errorAfter([](Json& d) { d["steps"] = std::vector<std::string>(100, "x"); }), {"/steps", "at most 99"}));
    CHECK(mentions(errorAfter([](Json& d) { d.erase("steps"); }), {"'steps' is missing"}));
    CHECK(mentions(errorAfter([](Json& d) { d["kind"] = "study"; }), {"/kind", "\"studies\""}));
    CHECK(mentions(errorAfter([](Json& d) { d["data"] = "glyphs"; }), {"/data", "unknown key"}));
    CHECK(mentions(errorAfter([](Json& d) { d["name"] = "a/b"; }), {"/name", "letters, digits"}));
    CHECK(mentions(errorAfter([](Json& d) { d["orthant"] = 2; }), {"/orthant", "newer Orthant"}));
    CHECK(mentions(errorOf([] { return parseExperiment(small); }), {"/kind", "studies"}));
    for (const char* text : {"[]", "3", "null", "{", "{}"}) CHECK_FALSE(errorOf([&] { return parseStudyPlan(text); }).empty());
}

TEST_CASE("Values of a plan are set by pointers") {
    const StudyPlan plan = withValue(parseStudyPlan(small), "/steps/0/study/samples", "77");
    CHECK(plan.steps[0].study.params->integer("samples") == 77);
    CHECK(withValue(plan, "/seed", "9").seed == 9);
    CHECK(mentions(errorOf([&] { return withValue(plan, "/steps/2/title", "x"); }), {"/steps/2", "below 2"}));
}

TEST_CASE("The network of a plan is a shipped experiment or a file beside it, and has the plan's seed") {
    const TemporaryFolder root;
    StudyPlan plan = parseStudyPlan(small, root.path());
    CHECK_FALSE(networkOf(plan).has_value());
    plan.network = "two_moons_bnn";
    CHECK(networkOf(plan)->name == "two_moons_bnn");
    CHECK(networkOf(plan)->seed == 4);
    writeFileAtomically(root / "net.json", toJson(support::tinyExperiment()));
    plan.network = "net.json";
    CHECK(networkOf(plan)->name == "tiny");
    CHECK(networkOf(plan)->folder == root.path());
    plan.network = "two_mons_bnn";
    CHECK(mentions(errorOf([&] { return networkOf(plan); }), {"/network", "Did you mean 'two_moons_bnn'?"}));
    writeFileAtomically(root / "net.json", std::string_view(small));
    plan.network = "net.json";
    CHECK(mentions(errorOf([&] { return networkOf(plan); }), {"/network", "net.json", "/kind"}));
}

TEST_CASE("Relative paths of a step start where the plan is, and an empty run means the plan's network") {
    StudyPlan plan = parseStudyPlan(small, "/plans");
    CHECK(studyOf(plan, 1, "/out/network").params->text("run") == "/out/network");
    CHECK(studyOf(plan, 1, {}).params->text("run").empty());
    CHECK(studyOf(plan, 0, "/out/network") == plan.steps[0].study);
    plan = withValue(plan, "/steps/1/study/run", "runs/a");
    CHECK(studyOf(plan, 1, "/out/network").params->text("run") == "/plans/runs/a");
    plan = withValue(plan, "/steps/1/study/run", "/elsewhere");
    CHECK(studyOf(plan, 1, "/out/network").params->text("run") == "/elsewhere");
}
