// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orthant {

/// A column of numbers out of a file of the user, told by its content.
///   CSV        `column` is a name or a number from 1; empty where there is one column only.
///   NPY        one dimension: all values. Two: a number from 1, or empty for all values.
///   NPZ        the name of an array, empty where there is one only; "name:2" is its second column.
/// @errors  Error at /columnFile (no file, no array of one or two dimensions), at /column (no such column, with the
/// nearest
///   name) or in the file: a value that is empty, not a number or not finite, no values, zeros only
std::vector<float> readColumn(const std::filesystem::path& file, const std::string& column);

} // namespace orthant
