// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/guards/rules.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace guards {

namespace {

struct LongerFile {
    std::string_view path;
    std::size_t limit;
};

// A raised limit, and the reason on the same line.
constexpr std::array<LongerFile, 0> longerFiles = {};

std::size_t lineLimit(std::string_view path) {
    for (const LongerFile& file : longerFiles)
        if (file.path == path) return file.limit;
    if (path == "ui/shell/main_window.cpp" || path == "ui/shell/main_window.h") return 250;
    if (isUnder(path, "ui/pages")) return 300;
    return 500;
}

bool isWordCharacter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Ids of the lines ORTHANT_ENTRY(id): the first argument of any macro in capitals.
std::vector<std::string> entriesOf(std::string_view text) {
    std::vector<std::string> ids;
    for (const std::string_view line : linesOf(text)) {
        if (!line.starts_with("ORTHANT_")) continue;
        const std::size_t open = line.find('(');
        if (open == std::string_view::npos) continue;
        std::size_t end = open + 1;
        while (end < line.size() && isWordCharacter(line[end])) ++end;
        ids.emplace_back(line.substr(open + 1, end - open - 1));
    }
    return ids;
}

/// Names x of the definitions "entries::x(" in a file.
std::vector<std::string> definedEntries(std::string_view text) {
    constexpr std::string_view prefix = "entries::";
    std::vector<std::string> names;
    for (std::size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
        std::size_t end = at + prefix.size();
        while (end < text.size() && isWordCharacter(text[end])) ++end;
        if (end < text.size() && text[end] == '(' && end > at + prefix.size())
            names.emplace_back(text.substr(at + prefix.size(), end - at - prefix.size()));
    }
    return names;
}

const File* fileAt(const std::map<std::string_view, const File*>& files, const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? nullptr : found->second;
}

/// True when `word` stands in `line` and does not go on to the left of a longer path or name.
bool contains(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        const char before = at == 0 ? ' ' : line[at - 1];
        if (!isWordCharacter(before) && before != '.' && before != '-' && before != '}') return true;
    }
    return false;
}

// Written in two pieces, so that this file obeys its own rule.
constexpr std::array<std::string_view, 12> foreign = {
    "/ho" "me/",         "/ro" "ot/",         "/wo" "rk/",     "/Use" "rs/",       "deb.deb" "ian.org", "archive.ubu" "ntu",
    "pyp" "i.org",       "snapshot.deb" "ian", "registry.np" "mjs", "proxy.gol" "ang", "TO" "DO",       "FIX" "ME"};

} // namespace

Problems longFiles(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (!isSource(file)) continue;
        const std::size_t lines = linesOf(file.text).size(), limit = lineLimit(file.path);
        if (lines > limit)
            problems.push_back(file.path + ": " + std::to_string(lines) + " lines, the limit is " +
                               std::to_string(limit));
    }
    return problems;
}

Problems brokenCatalogues(const Tree& tree) {
    Problems problems;
    std::map<std::string_view, const File*> files;
    for (const File& file : tree.files) files.emplace(file.path, &file);

    for (const File& list : tree.files) {
        if (!list.path.ends_with("/catalogue.def")) continue;
        const std::string folder(folderOf(list.path));
        std::set<std::string> ids;
        for (const std::string& id : entriesOf(list.text)) {
            if (!ids.insert(id).second) problems.push_back(list.path + ": " + id + " is listed twice");
            const std::string source = folder + "/" + id + ".cpp", test = "tests/" + folder + "/" + id + "_test.cpp";
            const File* file = fileAt(files, source);
            if (file == nullptr) {
                problems.push_back(list.path + ": " + id + " has no file " + source);
            } else if (const std::vector<std::string> names = definedEntries(file->text);
                       std::find(names.begin(), names.end(), id) == names.end()) {
                problems.push_back(source + ": does not define entries::" + id + "()");
            }
            if (fileAt(files, test) == nullptr) problems.push_back(list.path + ": " + id + " has no test " + test);
        }
        if (ids.empty()) problems.push_back(list.path + ": lists nothing");
        for (const File& file : tree.files) {
            if (folderOf(file.path) != folder || !file.path.ends_with(".cpp") || stemOf(file.path) == "catalogue") continue;
            for (const std::string& name : definedEntries(file.text)) {
                if (name != stemOf(file.path))
                    problems.push_back(file.path + ": defines entries::" + name + "(), which belongs in " + name + ".cpp");
                if (!ids.contains(name)) problems.push_back(file.path + ": " + name + " has no line in " + list.path);
            }
        }
    }
    return problems;
}

Problems missingLicence(const Tree& tree) {
    constexpr std::string_view words = "SPDX-License-Identifier: GPL-3.0-or-later";
    Problems problems;
    for (const File& file : tree.files) {
        if (!isSource(file)) continue;
        const std::vector<std::string_view> lines = linesOf(file.text);
        const std::size_t at = file.text.starts_with("#!") ? 1 : 0;
        if (at >= lines.size() || lines[at].find(words) == std::string_view::npos)
            problems.push_back(file.path + ": line " + std::to_string(at + 1) + " must say " + std::string(words));
    }
    return problems;
}

Problems foreignWords(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files) {
        if (file.text.find('\0') != std::string::npos) continue; // not text
        const std::vector<std::string_view> lines = linesOf(file.text);
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const std::string_view word : foreign)
                if (contains(lines[i], word))
                    problems.push_back(file.path + ":" + std::to_string(i + 1) + ": says " + std::string(word));
        if (!isUnder(file.path, "tests") && file.text.find("../sha" "red") != std::string::npos)
            problems.push_back(file.path + ": reads data from outside the repository");
    }
    return problems;
}

Problems brokenJson(const Tree& tree) {
    Problems problems;
    for (const File& file : tree.files)
        if (file.path.ends_with(".json") && nlohmann::json::parse(file.text, nullptr, false).is_discarded())
            problems.push_back(file.path + ": is not JSON");
    return problems;
}

} // namespace guards
