// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// Finite numbers that are separated by commas or spaces.
/// @errors  Error at `where` that shows the part that is no number
std::vector<double> parseNumbers(std::string_view text, const std::string& where);

} // namespace orthant
