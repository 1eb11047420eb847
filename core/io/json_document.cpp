// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json_document.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace orthant {

namespace {

constexpr std::size_t largestDocument = std::size_t{4} << 20;
constexpr int deepestLevel = 32;

std::string lineAndColumn(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t newline = before.rfind('\n');
    const std::size_t column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// The parser's message without its own prefix "[...] parse error at line 1, column 2: ".
std::string plainMessage(const std::string& message) {
    const std::size_t place = message.find("column ");
    const std::size_t colon = message.find(": ", place == std::string::npos ? 0 : place);
    return colon == std::string::npos ? message : message.substr(colon + 2);
}

/// Follows the parser to refuse deep nesting and double keys before they cost anything.
class Guard {
  public:
    bool operator()(int depth, nlohmann::detail::parse_event_t event, const Json& value) {
        using Event = nlohmann::detail::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (depth >= deepestLevel)
                throw Error("more than " + std::to_string(deepestLevel) + " levels of nesting", place());
            levels_.emplace_back();
        } else if (event == Event::object_end || event == Event::array_end) {
            levels_.pop_back();
        } else if (event == Event::key) {
            const auto& key = value.get_ref<const std::string&>();
            levels_.back().current = key;
            if (!levels_.back().keys.insert(key).second) throw Error("the key '" + key + "' stands here twice", place());
        }
        return true;
    }

  private:
    struct Level {
        std::set<std::string> keys;
        std::string current;
    };
    std::string place() const {
        std::string pointer;
        for (const Level& level : levels_)
            if (!level.current.empty()) pointer += pointerStep(level.current);
        return pointer;
    }
    std::vector<Level> levels_;
};

ParamValue valueFromJson(const Json& json, const std::string& where) {
    // Numbers that are whole go through an integer: 20.0 is as good as 20 where a whole number is expected.
    constexpr double exactLimit = 9007199254740992.0;
    switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer: return json.get<std::int64_t>();
    case Json::value_t::number_unsigned:
        if (json.get<std::uint64_t>() > static_cast<std::uint64_t>(exactLimit)) return json.get<double>();
        return static_cast<std::int64_t>(json.get<std::uint64_t>());
    case Json::value_t::number_float: {
        const double number = json.get<double>();
        if (std::abs(number) <= exactLimit && number == std::floor(number)) return static_cast<std::int64_t>(number);
        return number;
    }
    case Json::value_t::string: return json.get<std::string>();
    case Json::value_t::object: return componentFromJson(json, where);
    default: throw Error("expected a value or an object with an id, found " + describeJson(json), where);
    }
}

} // namespace

std::string pointerStep(std::string_view key) {
    std::string step = "/";
    for (const char c : key) step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return step;
}

std::string describeJson(const Json& json) {
    switch (json.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::array: return "a list";
    case Json::value_t::object: return "an object";
    case Json::value_t::boolean: return json.get<bool>() ? "true" : "false";
    case Json::value_t::string: return "the text '" + json.get<std::string>().substr(0, 60) + "'";
    default: return "the number " + json.dump();
    }
}

Json parseJsonDocument(std::string_view text) {
    if (text.size() > largestDocument)
        throw Error("the document has " + byteSize(static_cast<double>(text.size())) + ", more than the " +
                    byteSize(static_cast<double>(largestDocument)) + " that are accepted");
    try {
        Guard guard;
        return Json::parse(text.begin(), text.end(), std::ref(guard));
    } catch (const Json::parse_error& error) {
        throw Error(plainMessage(error.what()), lineAndColumn(text, error.byte));
    } catch (const Json::exception& error) {
        throw Error(std::string("not a document that can be read: ") + error.what());
    }
}

Params paramsFromJson(const Json& object, const std::string& where) {
    if (!object.is_object()) throw Error("expected an object, found " + describeJson(object), where);
    Params params;
    for (const auto& [key, value] : object.items()) params.set(key, valueFromJson(value, where + pointerStep(key)));
    return params;
}

Component componentFromJson(const Json& json, const std::string& where) {
    if (json.is_string()) return Component(json.get<std::string>());
    if (!json.is_object()) throw Error("expected an object with an id, found " + describeJson(json), where);
    const auto id = json.find("id");
    if (id == json.end()) throw Error("expected a key 'id' that names an entry", where);
    if (!id->is_string()) throw Error("expected the id of an entry, found " + describeJson(*id), where + "/id");
    Json rest = json;
    rest.erase("id");
    return Component(id->get<std::string>(), paramsFromJson(rest, where));
}

Json toJsonValue(const Params& params) {
    Json object = Json::object();
    for (const auto& [id, value] : params) {
        if (const auto* component = std::get_if<Component>(&value)) object[id] = toJsonValue(*component);
        else if (const auto* flag = std::get_if<bool>(&value)) object[id] = *flag;
        else if (const auto* whole = std::get_if<std::int64_t>(&value)) object[id] = *whole;
        else if (const auto* real = std::get_if<double>(&value)) object[id] = *real;
        else object[id] = std::get<std::string>(value);
    }
    return object;
}

Json toJsonValue(const Component& component) {
    Json object = Json::object();
    object["id"] = component.id;
    if (component.params) object.update(toJsonValue(*component.params));
    return object;
}

} // namespace orthant
