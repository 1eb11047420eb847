// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace orthant {

/// The place of a byte, as errors name it: "model.npz, byte 128".
inline std::string atByte(const std::string& where, std::size_t offset) {
    return where + ", byte " + std::to_string(offset);
}

/// a * b, or nothing where the product does not fit: sizes in files may be anything.
inline std::optional<std::size_t> checkedProduct(std::size_t a, std::size_t b) {
    if (b != 0 && a > std::numeric_limits<std::size_t>::max() / b) return std::nullopt;
    return a * b;
}

/// Unsigned integers of 1 to 8 bytes, least or most significant byte first.
inline std::uint64_t readLittle(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i - 1]);
    return value;
}
inline std::uint64_t readBig(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (const std::byte byte : bytes)
        value = value << 8 | std::to_integer<std::uint64_t>(byte);
    return value;
}

/// Turns every element of `size` bytes around: from big-endian to little-endian and back.
inline void reverseElements(std::span<std::byte> bytes, std::size_t size) {
    for (; bytes.size() >= size; bytes = bytes.subspan(size))
        std::ranges::reverse(bytes.first(size));
}

} // namespace orthant
