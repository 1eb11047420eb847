// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/params.h"
#include "core/base/text.h"

#include <span>
#include <string>
#include <vector>

namespace orthant {

/// What every entry of every catalogue says of itself. Shown in forms, help and `orthant-cli list`.
struct EntryInfo {
    std::string id;      ///< the file's name, the JSON value
    std::string title;
    std::string summary; ///< one line
    std::string source;  ///< paper and equation, or "derived here"
    std::string grade;   ///< how sure the source is: "paper", "code", "secondary", "derived"; "" where it means nothing
    std::vector<ParamSpec> params;
};

/// The entry with this id.
/// @param kind   one word for the message: "quantizer"
/// @errors  Error at `where` with the nearest known id
template <class Entry>
const Entry& findEntry(std::span<const Entry> entries, std::string_view id, std::string_view kind,
                       const std::string& where = {}) {
    std::vector<std::string> known;
    for (const Entry& entry : entries) {
        if (entry.id == id) return entry;
        known.push_back(entry.id);
    }
    throw Error("unknown " + std::string(kind) + " '" + std::string(id) + "'" + suggestion(id, known), where);
}

} // namespace orthant
