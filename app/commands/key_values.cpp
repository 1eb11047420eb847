// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/key_values.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/experiment/catalogues.h"

namespace orthant {

Component componentFromOptions(std::string_view kind, const std::string& id, const std::vector<std::string>& keyValues,
                               const std::string& where) {
    const EntryInfo& entry = catalogueEntry(kind, id, where);
    const std::string place = where + " " + entry.id;
    Params params;
    for (const std::string& text : keyValues) {
        const std::size_t equals = text.find('=');
        const std::string key = text.substr(0, equals);
        if (equals == std::string::npos) throw Error("expected key=value, found '" + text + "'", place);
        const ParamSpec* spec = nullptr;
        std::vector<std::string> known;
        for (const ParamSpec& candidate : entry.params) {
            known.push_back(candidate.id);
            if (candidate.id == key) spec = &candidate;
        }
        if (!spec) throw Error("there is no parameter '" + key + "'" + suggestion(key, known), place);
        params.set(key, parseValue(*spec, text.substr(equals + 1), key));
    }
    return resolveComponent(kind, Component(entry.id, params), where);
}

} // namespace orthant
