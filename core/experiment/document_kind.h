// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace orthant {

/// The kinds of documents, and of the folders with their results.
enum class DocumentKind { Training, Studies, Race, Unrolled };

/// What a file says that it is, by its key "kind". A file that cannot be read counts as a training experiment, whose reader
/// says what is wrong with it.
DocumentKind documentKind(const std::filesystem::path& file) noexcept;

/// What a folder holds, by the name of the document in it: "plan.json", "race.json", "unrolled.json" or "experiment.json". One
/// with none of them counts as that of a training experiment.
DocumentKind folderKind(const std::filesystem::path& folder) noexcept;

/// The name of the document in a folder of results.
const char* documentName(DocumentKind kind);

} // namespace orthant
