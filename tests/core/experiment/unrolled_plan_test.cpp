// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/unrolled_plan.h"

#include "core/experiment/document_kind.h"
#include "core/io/json_document.h"
#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/core/experiment/unrolled_support.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;

namespace {

/// What is said of the document after a change.
std::string errorAfter(const std::function<void(Json&)>& change) {
    Json document = Json::parse(support::tinyPlanText);
    change(document);
    return errorOf([&] { return parseUnrolledPlan(document.dump()); });
}

} // namespace

TEST_CASE("An unrolled plan is written as it was read, with every default") {
    const UnrolledPlan plan = support::tinyPlan();
    CHECK(plan.seeds == std::vector<std::uint64_t>{3, 4});
    CHECK(plan.problem.params->component("operator").params->integer("blocks") == 2);
    CHECK(plan.problem.params->has("density"));
    REQUIRE(plan.networks.size() == 4);
    CHECK(plan.networks[0].algorithm.params->integer("layers") == 3);
    CHECK(plan.networks[0].mask == "operator");
    CHECK(plan.networks[0].training.empty());
    CHECK(plan.networks[3].mask == "dense");
    CHECK(plan.training.has("finalRate"));
    const std::string text = toJson(plan);
    CHECK(parseUnrolledPlan(text) == plan);
    CHECK(toJson(parseUnrolledPlan(text)) == text);
}

TEST_CASE("The training of a network is that of the plan with its own values") {
    const UnrolledPlan plan = support::tinyPlan();
    CHECK(plan.networks[2].training == Params{{"learningRate", 0.002}});
    CHECK(trainingOf(plan, 0).real("learningRate") == 0.004);
    CHECK(trainingOf(plan, 2).real("learningRate") == 0.002);
    CHECK(trainingOf(plan, 2).integer("steps") == 20);
    CHECK(trainingOf(withValue(plan, "/training/steps", "7"), 2).integer("steps") == 7);
}

TEST_CASE("Values of an unrolled plan are set by pointers, a star stands for every network") {
    const UnrolledPlan plan = withValue(support::tinyPlan(), "/networks/*/algorithm/layers", "5");
    for (const PlannedNetwork& network : plan.networks) CHECK(network.algorithm.params->integer("layers") == 5);
    CHECK(withValue(plan, "/networks/1/algorithm/layers", "2").networks[1].algorithm.params->integer("layers") == 2);
    CHECK(withValue(plan, "/networks/0/weights/id", "ternary").networks[0].weights.id == "ternary");
    CHECK(mentions(errorOf([&] { return withValue(plan, "/networks/*/algorithm/layer", "5"); }), {"/networks/0/algorithm", "layers"}));
    CHECK(mentions(errorOf([&] { return withValue(plan, "/problem/*/density", "5"); }), {"/problem/*", "no list"}));
}

TEST_CASE("A varied value stands in its place for every network") {
    const UnrolledPlan plain = support::tinyPlan();
    CHECK(planAt(plain, 9) == plain);
    CHECK(variedName(plain).empty());
    CHECK_FALSE(variesProblem(plain));
    UnrolledPlan plan = support::tinyPlan(R"({"pointer": "/networks/*/algorithm/layers", "values": [2, 5]})");
    CHECK(parseUnrolledPlan(toJson(plan)) == plan);
    CHECK(variedName(plan) == "layers");
    CHECK_FALSE(variesProblem(plan));
    for (const PlannedNetwork& network : planAt(plan, 5).networks) CHECK(network.algorithm.params->integer("layers") == 5);
    CHECK(planAt(plan, 5).varyPointer.empty());
    plan = support::tinyPlan(R"({"pointer": "/problem/density", "values": [0.05, 0.1]})");
    CHECK(variesProblem(plan));
    CHECK(planAt(plan, 0.05).problem.params->real("density") == 0.05);
}

TEST_CASE("Mistakes in an unrolled plan are named with their place") {
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][1]["algorithm"] = "lista_pc"; }), {"/networks/1/algorithm/id", "lista_cp"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][1]["weights"] = "onebit"; }), {"/networks/1/weights/id", "one_bit"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][0]["algorithm"]["layer"] = 3; }), {"/networks/0/algorithm/layer", "'layers'"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][0]["mask"] = "blocks"; }), {"/networks/0/mask", "\"operator\"", "\"dense\""}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][0]["reach"] = -1; }), {"/networks/0/reach", "0 to 8"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][1]["training"]["rate"] = 1; }), {"/networks/1/training/rate"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"][2]["title"] = d["networks"][0]["title"]; }), {"/networks/2/title", "already"}));
    CHECK(mentions(errorAfter([](Json& d) { d["networks"] = Json::array(); }), {"/networks", "at least one network"}));
    CHECK(mentions(errorAfter([](Json& d) { d.erase("problem"); }), {"'problem' is missing"}));
    CHECK(mentions(errorAfter([](Json& d) { d["problem"]["operator"]["block"] = 3; }), {"/problem/operator/block", "blocks"}));
    CHECK(mentions(errorAfter([](Json& d) { d["training"]["step"] = 3; }), {"/training/step", "steps"}));
    CHECK(mentions(errorAfter([](Json& d) { d["seeds"] = {1, 1}; }), {"/seeds/1", "twice"}));
    CHECK(mentions(errorAfter([](Json& d) { d["solvers"] = 3; }), {"/solvers", "a list of solvers"}));
    CHECK(mentions(errorAfter([](Json& d) { d["kind"] = "unroled"; }), {"/kind", "\"unrolled\""}));
    CHECK(mentions(errorAfter([](Json& d) { d["vary"] = {{"pointer", "/training/samples"}}; }), {"/vary", "'values' is missing"}));
    CHECK(mentions(errorAfter([](Json& d) { d["vary"] = {{"pointer", "/title"}, {"values", {1}}}; }), {"/vary/pointer", "/training"}));
    CHECK(mentions(errorAfter([](Json& d) { d["vary"] = {{"pointer", "/training/samples"}, {"values", {100, -3}}}; }),
                   {"/vary/values/1", "/training/samples"}));
    CHECK(mentions(errorAfter([](Json& d) { d["vary"] = {{"pointer", "/training/samples"}, {"values", {100, 100}}}; }),
                   {"/vary/values/1", "twice"}));
    for (const char* text : {"[]", "3", "null", "{", "{}"}) CHECK_FALSE(errorOf([&] { return parseUnrolledPlan(text); }).empty());
}

TEST_CASE("Links that were edited stand in the document, and mistakes in them are named with their place") {
    const UnrolledPlan plan = withValue(support::tinyPlan(), "/networks/1/edits", "[[1, 4, 3, 3, false], [2, 2, 7, 12, true]]");
    const std::vector<MaskEdit> edits{{0, 3, 2, 2, false}, {1, 1, 6, 11, true}};
    CHECK(plan.networks[1].edits == edits);
    CHECK(plan.networks[0].edits.empty());
    CHECK(plan != support::tinyPlan());
    CHECK(parseUnrolledPlan(toJson(plan)) == plan);
    CHECK(toJson(parseUnrolledPlan(toJson(plan))) == toJson(plan));

    const auto errorOfEdits = [](const char* text) { return errorAfter([&](Json& d) { d["networks"][1]["edits"] = Json::parse(text); }); };
    CHECK(mentions(errorOfEdits("3"), {"/networks/1/edits", "a list of rectangles"}));
    CHECK(mentions(errorOfEdits("[[1, 2, 3, 4, true], [1, 2, 3, 4]]"), {"/networks/1/edits/1", "first row", "[1,2,3,4]"}));
    CHECK(mentions(errorOfEdits("[[0, 2, 3, 4, true]]"), {"/networks/1/edits/0", "from 1"}));
    CHECK(mentions(errorOfEdits("[[1, 2, 3, 4, 1]]"), {"/networks/1/edits/0", "true or false"}));
    CHECK(mentions(errorOfEdits("[[1, 2.5, 3, 4, true]]"), {"/networks/1/edits/0"}));
    CHECK(mentions(errorOfEdits("[[5, 2, 3, 4, true]]"), {"/networks/1/edits/0", "before the first"}));
    CHECK(mentions(errorOfEdits(R"(["all"])"), {"/networks/1/edits/0", "first row"}));
}

TEST_CASE("An unrolled plan in a file has the file's name and knows its folder") {
    const TemporaryFolder root;
    Json document = Json::parse(support::tinyPlanText);
    document.erase("name");
    writeFileAtomically(root / "my plan.json", document.dump());
    const UnrolledPlan plan = readUnrolledPlan(root / "my plan.json");
    CHECK(plan.name == "my_plan");
    CHECK(plan.folder == root.path());
    CHECK(documentKind(root / "my plan.json") == DocumentKind::Unrolled);
    writeFileAtomically(root / "bad.json", std::string_view(R"({"orthant": 1, "kind": "unrolled"})"));
    CHECK(mentions(errorOf([&] { return readUnrolledPlan(root / "bad.json"); }), {"bad.json", "'problem' is missing"}));
}
