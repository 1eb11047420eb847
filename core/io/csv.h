// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/table.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace orthant {

/// One header line of column names, then numbers; NaN is an empty cell. Numbers read back as the same doubles.
std::string toCsv(const Table& table);

/// Reads comma-, semicolon- or tab-separated numbers with an optional header line (columns are then "c1", "c2", ...).
/// Quoted names and CRLF are understood; an empty cell is NaN.
/// @errors  Error with file, line and column: a text where a number was expected, a row of another length
Table parseCsv(std::string_view text, const std::string& where);
Table readCsv(const std::filesystem::path& file);

} // namespace orthant
