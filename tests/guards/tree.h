// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace guards {

/// A file of the repository: the path from its root with '/', and the bytes.
struct File {
    std::string path;
    std::string text;
};

/// The files that a guard judges. A value, so that a test can hand it a small broken repository.
struct Tree {
    std::vector<File> files;

    bool has(std::string_view path) const;
};

/// What a guard found, one sentence for each place. Empty: all is well.
using Problems = std::vector<std::string>;

/// All files that belong to the repository at `root`: no build folders, nothing hidden but .ci.
Tree readTree(const std::filesystem::path& root);

/// The repository that these tests were built from, read once.
const Tree& thisTree();

std::vector<std::string_view> linesOf(std::string_view text);
/// "core/bits" of "core/bits/products.h".
std::string_view folderOf(std::string_view path);
/// "products" of "core/bits/products.h".
std::string_view stemOf(std::string_view path);
bool isUnder(std::string_view path, std::string_view folder);

/// Sources that a compiler, CMake or a shell reads.
bool isSource(const File& file);
bool isCpp(std::string_view path);

struct Include {
    std::string target; ///< without quotes or angles
    bool angled = false;
    std::size_t line = 0;
};
std::vector<Include> includesOf(const File& file);

} // namespace guards
