// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace orthant {

/// The SHA-256 of the bytes as 64 hexadecimal digits.
/// @source  FIPS 180-4
std::string sha256(std::span<const std::byte> bytes);

} // namespace orthant
