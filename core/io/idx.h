// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace orthant {

/// Reads an IDX file (the format of MNIST: two zero bytes, element type, number of dimensions, sizes, values), plain or
/// gzip. The result is little-endian.
/// @errors  Error with file and byte: wrong magic, a header that claims more or less than the file holds
Array readIdx(const std::filesystem::path& file);
Array parseIdx(std::span<const std::byte> bytes, const std::string& where);

} // namespace orthant
