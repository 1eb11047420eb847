// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json_document.h"

#include "core/base/error.h"
#include "tests/catch.h"

using namespace orthant;

namespace {

Error errorOf(const std::string& text) {
    try {
        (void)parseJsonDocument(text);
    } catch (const Error& error) {
        return error;
    }
    FAIL("accepted: " << text.substr(0, 100));
    throw std::logic_error("not reached");
}

} // namespace

TEST_CASE("A mistake of syntax is placed by line and column") {
    CHECK(errorOf("{\n  \"a\": 1,\n  \"b\" 2\n}").where() == "line 3, column 7");
    CHECK(errorOf("").where() == "line 1, column 1");
    CHECK(errorOf("{\"a\": 1} x").where() == "line 1, column 10");
}

TEST_CASE("Deep nesting, long documents and double keys are refused before they cost anything") {
    const std::string deep = std::string(200000, '[') + std::string(200000, ']');
    CHECK(errorOf(deep).message().find("levels of nesting") != std::string::npos);
    CHECK(errorOf(std::string(200000, '[')).message().find("levels of nesting") != std::string::npos);
    std::string objects;
    for (int i = 0; i < 1000; ++i) objects += "{\"a\":";
    CHECK(errorOf(objects).message().find("levels of nesting") != std::string::npos);
    CHECK(errorOf("\"" + std::string(5 << 20, 'x') + "\"").message().find("5.00 MiB") != std::string::npos);

    const Error twice = errorOf(R"({"a": {"b": 1, "c": 2, "b": 3}})");
    CHECK(twice.where() == "/a/b");
    CHECK(twice.message().find("twice") != std::string::npos);
    CHECK(parseJsonDocument(R"([{"a": 1}, {"a": 2}])").size() == 2);
}

TEST_CASE("Texts that are not UTF-8 and numbers out of range are errors") {
    CHECK_THROWS_AS(parseJsonDocument("\"\xff\xfe\""), Error);
    CHECK_THROWS_AS(parseJsonDocument("1e999"), Error);
    CHECK_THROWS_AS(parseJsonDocument(std::string("\"a\0b\"", 5)), Error);
}

TEST_CASE("A component is an object with an id, or the id alone") {
    CHECK(componentFromJson("sgd", "/x") == Component("sgd"));
    const Component component = componentFromJson(Json{{"id", "sgd"}, {"rate", 0.5}, {"steps", 20.0}, {"on", true}}, "/x");
    CHECK(component.id == "sgd");
    CHECK(component.params->real("rate") == 0.5);
    CHECK(component.params->integer("steps") == 20);
    CHECK(component.params->boolean("on"));
    CHECK_FALSE(component.params->has("id"));
    CHECK_THROWS_AS(componentFromJson(Json{{"rate", 0.5}}, "/x"), Error);
    CHECK_THROWS_AS(componentFromJson(Json{{"id", 3}}, "/x"), Error);
    CHECK_THROWS_AS(componentFromJson(Json::array({1}), "/x"), Error);
    CHECK_THROWS_AS(componentFromJson(Json{{"id", "a"}, {"b", nullptr}}, "/x"), Error);
}

TEST_CASE("Keys in pointers are escaped") {
    CHECK(pointerStep("a/b~c") == "/a~1b~0c");
}
