// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/params.h"

#include "tests/catch.h"
#include "tests/errors.h"

#include <limits>

using namespace orthant;

namespace {

const std::vector<ParamSpec> specs = {
    realParam("clip", "Clip", 1.0, "Where the slope ends.").range(0, 10),
    integerParam("epochs", "Epochs", 20, "How often all samples are seen.").range(1, 1000),
    booleanParam("nesterov", "Nesterov", false, "Look ahead."),
    choiceParam("mode", "Mode", "mean", {"mean", "sum"}, "How values are joined."),
    textParam("note", "Note", "", "A text."),
    pathParam("file", "File", "", "A file."),
    componentParam("weights", "Weights", "quantizers", Component("ste_sign"), "A quantizer."),
};

std::string errorFor(const Params& given) {
    return errorOf([&] { return resolveParams(specs, given, "/layers/0"); });
}

} // namespace

TEST_CASE("Defaults are filled in, in the order of the description") {
    const Params params = resolveParams(specs, Params{{"epochs", std::int64_t{3}}}, "");
    std::vector<std::string> ids;
    for (const auto& entry : params)
        ids.push_back(entry.first);
    CHECK(ids == std::vector<std::string>{"clip", "epochs", "nesterov", "mode", "note", "file", "weights"});
    CHECK(params.real("clip") == 1.0);
    CHECK(params.integer("epochs") == 3);
    CHECK(params.size("epochs") == 3);
    CHECK_FALSE(params.boolean("nesterov"));
    CHECK(params.text("mode") == "mean");
    CHECK(params.component("weights").id == "ste_sign");
}

TEST_CASE("A whole number is taken for a real one and becomes one") {
    const Params params = resolveParams(specs, Params{{"clip", std::int64_t{2}}}, "");
    CHECK(std::holds_alternative<double>(*params.find("clip")));
    CHECK(params.real("clip") == 2.0);
}

TEST_CASE("Errors of parameters name the place, what was found and what was expected") {
    CHECK(errorFor({{"clop", 1.0}}) == "/layers/0/clop: unknown parameter 'clop'. Did you mean 'clip'?");
    CHECK(errorFor({{"clip", 11.0}}) == "/layers/0/clip: expected a number from 0 to 10, found 11");
    CHECK(errorFor({{"clip", std::string("a")}}) == "/layers/0/clip: expected a number from 0 to 10, found 'a'");
    CHECK(errorFor({{"clip", true}}) == "/layers/0/clip: expected a number from 0 to 10, found true");
    CHECK(errorFor({{"clip", std::numeric_limits<double>::quiet_NaN()}}) ==
          "/layers/0/clip: expected a finite number, found nan");
    CHECK(errorFor({{"epochs", 2.5}}) == "/layers/0/epochs: expected a whole number from 1 to 1000, found 2.5");
    CHECK(errorFor({{"epochs", std::int64_t{0}}}) ==
          "/layers/0/epochs: expected a whole number from 1 to 1000, found 0");
    CHECK(errorFor({{"nesterov", std::int64_t{1}}}) == "/layers/0/nesterov: expected true or false, found 1");
    CHECK(errorFor({{"mode", std::string("meen")}}) ==
          "/layers/0/mode: unknown value 'meen' for mode. Did you mean 'mean'?");
    CHECK(errorFor({{"note", 1.0}}) == "/layers/0/note: expected a text, found 1");
    CHECK(errorFor({{"weights", std::string("ste")}}) ==
          "/layers/0/weights: expected an object with an id of the catalogue 'quantizers', found 'ste'");
}

TEST_CASE("The limits of a range belong to it") {
    CHECK(errorFor({{"clip", 0.0}}).empty());
    CHECK(errorFor({{"clip", 10.0}}).empty());
    CHECK(errorFor({{"epochs", std::int64_t{1000}}}).empty());
}

TEST_CASE("Reading a parameter that is missing or of another kind says which one") {
    const Params params{{"clip", 1.0}, {"count", std::int64_t{-1}}};
    CHECK(errorOf([&] { return params.integer("steps"); }) == "parameter 'steps' is missing");
    CHECK(errorOf([&] { return params.text("clip"); }) == "parameter 'clip' is a number");
    CHECK(errorOf([&] { return params.size("count"); }) == "parameter 'count' is negative");
}

TEST_CASE("Setting a parameter again replaces its value and keeps its place") {
    Params params{{"a", 1.0}, {"b", 2.0}};
    params.set("a", 3.0);
    params.set("c", true);
    CHECK(params == Params{{"a", 3.0}, {"b", 2.0}, {"c", true}});
    CHECK_FALSE(params == Params{{"b", 2.0}, {"a", 3.0}, {"c", true}});
}

TEST_CASE("A parameter with a condition applies only beside the values that it names") {
    const ParamSpec always = realParam("a", "A", 1, "");
    const ParamSpec sparse = realParam("share", "Share", 0.5, "").onlyFor("law", {"bernoulli_gaussian", "student_t"});
    const ParamSpec swapped = realParam("batches", "Batches", 1, "").onlyFor("swap", {"true"});
    CHECK(applies(always, {}));
    CHECK(applies(sparse, {{"law", std::string("student_t")}}));
    CHECK_FALSE(applies(sparse, {{"law", std::string("gaussian")}}));
    CHECK(applies(swapped, {{"swap", true}}));
    CHECK_FALSE(applies(swapped, {{"swap", false}}));
    CHECK(applies(sparse, {})); // nothing is known of the other one
}

TEST_CASE("Components are equal when their ids and parameters are") {
    CHECK(Component("a", {{"x", 1.0}}) == Component("a", {{"x", 1.0}}));
    CHECK_FALSE(Component("a", {{"x", 1.0}}) == Component("a", {{"x", 2.0}}));
    CHECK_FALSE(Component("a") == Component("b"));
    CHECK(Component() == Component());
}
