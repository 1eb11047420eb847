// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/io/json_document.h"
#include "core/io/file.h"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

// What experiments, recipes and plans have in common: the keys at the top of the document and how they are checked.
// Every function throws Error at a JSON pointer.

/// @errors  also for a value that is no object
void checkKeys(const Json& object, std::initializer_list<const char*> known, const std::string& where);
const Json& requiredKey(const Json& object, const char* key, const char* what, const std::string& where);
/// @param where  of the object that has the key
std::string optionalText(const Json& object, const char* key, const std::string& fallback, const std::string& where = {});
/// The list at a key, with at least one and at most `most` members.
const Json& requiredList(const Json& object, const char* key, const char* what, std::size_t most, const std::string& where);

/// A list of entries of a catalogue, with all defaults filled in.
std::vector<Component> readComponents(const Json& list, const char* kind, const std::string& where);

/// The key "orthant" with a version that this program reads.
void checkVersion(const Json& document);
/// checkVersion(), and the key "kind" with this value.
void checkKind(const Json& document, const std::string& kind);
/// The key "name" (or "id"): 1 to 100 letters, digits, '_' and '-'.
std::string readName(const Json& document, const std::string& fallback, const char* key = "name", const std::string& where = {});
/// The key "seed", 1 where it is absent.
std::uint64_t readSeed(const Json& document);
std::uint64_t readSeed(const Json& seed, const std::string& where);
/// The key "seeds": at least one, all different; `fallback` where it is absent.
std::vector<std::uint64_t> readSeeds(const Json& document, const std::vector<std::uint64_t>& fallback);

/// A name from that of a file: what is not allowed becomes '_'.
std::string nameFrom(const std::filesystem::path& file);

/// Parses a file as `read(document, folder, name)` says; errors name the file before the place in it.
template <class Read>
auto readDocument(const std::filesystem::path& file, const Read& read) {
    const std::string text = readTextFile(file);
    try {
        return read(parseJsonDocument(text), std::filesystem::absolute(file).parent_path(), nameFrom(file));
    } catch (const Error& error) {
        throw Error(error.message(), file.string() + (error.where().empty() ? "" : ": " + error.where()));
    }
}

/// Replaces the value at a JSON pointer: what is not JSON is a text, so ids and folder names need no quotes.
void setValue(Json& document, std::string_view pointer, std::string_view value);

} // namespace orthant
