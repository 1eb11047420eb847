// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

/// Reads a whole file; gzip content is unpacked whatever the name.
/// @param limit  largest unpacked size that is accepted, in bytes
/// @errors  Error that names the file: missing, a folder, not readable, damaged gzip data, larger than the limit
std::vector<std::byte> readFile(const std::filesystem::path& file, std::size_t limit = std::size_t{4} << 30);
/// The same without unpacking, for formats whose first bytes may look like gzip by chance.
std::vector<std::byte> readRawFile(const std::filesystem::path& file, std::size_t limit = std::size_t{4} << 30);
std::string readTextFile(const std::filesystem::path& file);

/// Unpacks gzip data (one or more members). Memory grows with what is really there, never by a size that the data
/// claims.
/// @param where  the name that errors give
/// @errors  Error: damaged or truncated data, larger than the limit
std::vector<std::byte> unpackGzip(std::span<const std::byte> packed, std::size_t limit, const std::string& where);

/// Writes to a temporary name in the same folder, flushes and renames: a reader sees the old file or the new one, never
/// a part. Missing folders are created.
void writeFileAtomically(const std::filesystem::path& file, std::span<const std::byte> bytes);
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

/// Lets `write` make the file under a temporary name and renames it; the temporary file is removed on an error.
void replaceFile(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write);

} // namespace orthant
