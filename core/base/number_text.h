// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// The whole text as a number, '+' in front allowed, NaN and infinities too; nothing for another text and for numbers that
/// double cannot hold.
std::optional<double> numberFrom(std::string_view text);

/// Finite numbers that are separated by commas or spaces.
/// @errors  Error at `where` that shows the part that is no number
std::vector<double> parseNumbers(std::string_view text, const std::string& where);

} // namespace orthant
