// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A picture of 8-bit values as a screen shows them (sRGB): rows from the top, channels innermost.
struct Image {
    std::size_t width = 0, height = 0;
    std::size_t channels = 1; ///< 1 (grey) or 3 (red, green, blue)
    std::vector<std::uint8_t> pixels;
};

/// Pictures with more pixels are refused: a small file may claim any size.
inline constexpr std::size_t largestImage = std::size_t{1} << 25;

/// Reads PNG (any kind; transparent parts lie on white, 16 bits become 8) and JPEG (grey or colour, not CMYK; no
/// turning by EXIF). Told by content, whatever the name.
/// @errors  Error that names the file: another format, damaged or truncated data, more than largestImage pixels
Image readImage(const std::filesystem::path& file);
Image parseImage(std::span<const std::byte> bytes, const std::string& where);

/// True for names that end as files of these formats do, in capitals too: what of a folder to read.
bool isImageName(const std::filesystem::path& file);

} // namespace orthant
