// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/params.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace orthant {

using Json = nlohmann::ordered_json;

/// Parses a document that nobody has checked: at most 4 MiB and 32 levels, no key twice in one object.
/// @errors  Error whose place is "line L, column C" for a mistake of syntax, else a JSON pointer
Json parseJsonDocument(std::string_view text);

/// An object {"id": ..., ...} or an id alone as a component; parameters are not looked up in any catalogue.
/// @errors  Error at `where`
Component componentFromJson(const Json& json, const std::string& where);

/// The members of an object as parameters.
Params paramsFromJson(const Json& object, const std::string& where);

Json toJsonValue(const Component& component);
Json toJsonValue(const Params& params);

/// One step of a JSON pointer: '~' and '/' in a key are escaped.
std::string pointerStep(std::string_view key);

/// What a value is, for messages: "a list", "the number 3", "the text 'x'".
std::string describeJson(const Json& json);

} // namespace orthant
