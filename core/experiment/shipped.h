// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orthant {

/// The JSON files of a folder of resources ("experiments", "recipes"), sorted by name: found beside the program, in the data
/// folder of an installation or in the source tree, the first of these that has any.
std::vector<std::filesystem::path> shippedFiles(const std::string& folder);

} // namespace orthant
