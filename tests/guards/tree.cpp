// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/guards/tree.h"

#include "tests/places.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace guards {

namespace {

bool belongs(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    return name == ".ci" || (!name.starts_with('.') && !name.starts_with("build") && name != "__pycache__");
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

} // namespace

bool Tree::has(std::string_view path) const {
    return std::any_of(files.begin(), files.end(), [&](const File& file) { return file.path == path; });
}

Tree readTree(const std::filesystem::path& root) {
    Tree tree;
    using Iterator = std::filesystem::recursive_directory_iterator;
    for (Iterator entry(root), end; entry != end; ++entry) {
        if (!belongs(entry->path())) {
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file()) continue;
        std::ifstream stream(entry->path(), std::ios::binary);
        tree.files.push_back({std::filesystem::relative(entry->path(), root).generic_string(),
                              {std::istreambuf_iterator<char>(stream), {}}});
    }
    std::sort(tree.files.begin(), tree.files.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return tree;
}

const Tree& thisTree() {
    static const Tree tree = readTree(orthant::sourceFolder());
    return tree;
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string_view folderOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view stemOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    return path.substr(0, path.rfind('.'));
}

bool isUnder(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool isCpp(std::string_view path) { return path.ends_with(".h") || path.ends_with(".cpp"); }

bool isSource(const File& file) {
    const std::string_view path = file.path;
    return isCpp(path) || path.ends_with(".def") || path.ends_with(".cmake") || path.ends_with("CMakeLists.txt") ||
           path.ends_with(".sh") || path.ends_with(".py") || file.text.starts_with("#!");
}

std::vector<Include> includesOf(const File& file) {
    std::vector<Include> found;
    const std::vector<std::string_view> lines = linesOf(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = trimmed(lines[i]);
        if (!line.starts_with('#')) continue;
        line = trimmed(line.substr(1));
        if (!line.starts_with("include")) continue;
        line = trimmed(line.substr(7));
        if (line.empty() || (line[0] != '"' && line[0] != '<')) continue; // a macro names the file
        const std::size_t end = line.find(line[0] == '<' ? '>' : '"', 1);
        if (end == std::string_view::npos) continue;
        found.push_back({std::string(line.substr(1, end - 1)), line[0] == '<', i + 1});
    }
    return found;
}

} // namespace guards
