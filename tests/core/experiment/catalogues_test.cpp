// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/catalogues.h"

#include "core/base/error.h"
#include "core/io/json_document.h"
#include "tests/catch.h"

#include <cctype>
#include <set>

using namespace orthant;

TEST_CASE("Every entry of every catalogue describes itself and accepts its own defaults") {
    for (const std::string& kind : catalogueKinds()) {
        std::set<std::string> ids;
        for (const EntryInfo* entry : catalogueEntries(kind)) {
            INFO(kind << " " << entry->id);
            CHECK(ids.insert(entry->id).second);
            CHECK(entry->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
            CHECK_FALSE(entry->title.empty());
            CHECK_FALSE(entry->summary.empty());
            const Component resolved = resolveComponent(kind, Component(entry->id), "");
            CHECK(resolveComponent(kind, resolved, "") == resolved);
            CHECK(resolveComponent(kind, componentFromJson(parseJsonDocument(toJsonValue(resolved).dump()), ""), "") ==
                  resolved);
            for (const ParamSpec& spec : entry->params) {
                INFO(spec.id);
                CHECK(spec.id != "id");
                CHECK_FALSE(spec.title.empty());
                CHECK_FALSE(spec.help.empty());
                CHECK(checkValue(spec, spec.defaultValue, "") == spec.defaultValue);
            }
        }
    }
}

TEST_CASE("The kinds of this version are there, and an unknown kind lists them") {
    for (const char* kind : {"quantizers", "layers", "optimizers", "schedules", "losses", "datasets", "exporters", "studies"})
        CHECK(catalogueEntries(kind).size() >= 2);
    CHECK(catalogueEntries("compressors").empty());
    try {
        (void)catalogueEntries("quantisers");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.message().find("quantizers") != std::string::npos);
        CHECK(error.message().find("problems") != std::string::npos);
    }
}

TEST_CASE("Errors inside nested components carry the whole path") {
    const Component dense("dense", {{"weights", Component("ste_sign", {{"clip", -1.0}})}});
    try {
        (void)resolveComponent("layers", dense, "/network/layers/2");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.where() == "/network/layers/2/weights/clip");
    }
}

TEST_CASE("Values as typed become values of the parameter's kind") {
    const auto number = integerParam("n", "N", 1, "A number.").range(0, 10);
    CHECK(std::get<std::int64_t>(parseValue(number, "7", "")) == 7);
    CHECK_THROWS_AS(parseValue(number, "11", ""), Error);
    CHECK_THROWS_AS(parseValue(number, "7x", ""), Error);
    CHECK_THROWS_AS(parseValue(number, "", ""), Error);
    CHECK(std::get<double>(parseValue(realParam("r", "R", 1, "A number."), "0.25", "")) == 0.25);
    CHECK_THROWS_AS(parseValue(realParam("r", "R", 1, "A number."), "nan", ""), Error);
    CHECK(std::get<bool>(parseValue(booleanParam("b", "B", false, "A switch."), "true", "")));
    CHECK_THROWS_AS(parseValue(booleanParam("b", "B", false, "A switch."), "yes", ""), Error);
    CHECK(std::get<std::string>(parseValue(pathParam("p", "P", "", "A path."), "a b/c", "")) == "a b/c");
    const auto component = componentParam("c", "C", "quantizers", Component("identity"), "A quantizer.");
    CHECK(std::get<Component>(parseValue(component, "ste_sign", "")).params->real("clip") == 1.0);
}
