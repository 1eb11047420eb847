// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// ". Did you mean 'x'?" when a candidate is near, else ". Known: a, b, c" (at most twelve).
std::string suggestion(std::string_view found, std::span<const std::string> candidates);

/// The shortest text that reads back as the same double; always with '.' whatever the locale.
std::string shortest(double value);

/// A count with thin grouping and at most four significant digits: 950, 12.3 k, 1.86 M.
std::string compactCount(double value);

/// Seconds as a person says them: "4 s", "2 min 10 s", "1 h 05 min".
std::string duration(double seconds);

/// Bytes as a person says them: "812 B", "12.4 KiB", "3.1 MiB".
std::string byteSize(double bytes);

} // namespace orthant
