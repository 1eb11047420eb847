// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/json_document.h"
#include "core/geometry/study.h"

#include <cstdint>
#include <filesystem>

namespace orthant {

/// What other programs read of a study: its table with parameters, readings and notes.
/// {"study", "parameters", "seed", "columns": [{"name", "unit", "values"}], "measured", "theory", "notes"}
Json studyDocument(const Component& study, std::uint64_t seed, const StudyResult& result);

/// Writes the document into a .json file, the table alone into a .csv file.
/// @errors  Error for another ending, or when the file cannot be written
void writeStudy(const std::filesystem::path& file, const Component& study, std::uint64_t seed, const StudyResult& result);

} // namespace orthant
