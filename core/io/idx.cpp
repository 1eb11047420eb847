// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/idx.h"

#include "core/base/error.h"
#include "core/io/bytes.h"
#include "core/io/file.h"

#include <algorithm>
#include <cstdio>

namespace orthant {

namespace {

ElementType typeOf(unsigned code, const std::string& where) {
    switch (code) {
    case 0x08:
        return ElementType::U8;
    case 0x09:
        return ElementType::I8;
    case 0x0b:
        return ElementType::I16;
    case 0x0c:
        return ElementType::I32;
    case 0x0d:
        return ElementType::F32;
    case 0x0e:
        return ElementType::F64;
    default:
        break;
    }
    char found[8];
    std::snprintf(found, sizeof found, "0x%02x", code);
    throw Error(std::string("element type ") + found + ", expected 0x08, 0x09 or 0x0b to 0x0e", atByte(where, 2));
}

std::string hexadecimal(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
        char digits[4];
        std::snprintf(digits, sizeof digits, "%02x", std::to_integer<unsigned>(byte));
        text += (text.empty() ? "" : " ") + std::string(digits);
    }
    return text;
}

} // namespace

Array parseIdx(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < 4 || bytes[0] != std::byte{0} || bytes[1] != std::byte{0})
        throw Error("not an IDX file: found " + hexadecimal(bytes.first(std::min<std::size_t>(4, bytes.size()))) +
                        ", expected two zero bytes, an element type and a number of dimensions",
                    atByte(where, 0));
    const ElementType type = typeOf(std::to_integer<unsigned>(bytes[2]), where);
    const std::size_t rank = std::to_integer<std::size_t>(bytes[3]), start = 4 + 4 * rank;
    if (rank == 0) throw Error("0 dimensions, expected at least 1", atByte(where, 3));
    if (bytes.size() < start)
        throw Error("the file ends in the header: found " + std::to_string(bytes.size()) + " bytes, expected " +
                        std::to_string(start) + " for " + std::to_string(rank) + " dimensions",
                    atByte(where, bytes.size()));
    std::vector<std::size_t> shape(rank);
    std::string sizes;
    for (std::size_t d = 0; d < rank; ++d) {
        shape[d] = readBig(bytes.subspan(4 + 4 * d, 4));
        sizes += (d ? " x " : "") + std::to_string(shape[d]);
    }
    const std::size_t expected = arrayBytes(type, shape, atByte(where, 4));
    if (expected != bytes.size() - start)
        throw Error("the header says " + sizes + ", which takes " + std::to_string(expected) + " bytes; found " +
                        std::to_string(bytes.size() - start),
                    atByte(where, start));
    Array array{type, std::move(shape), {bytes.begin() + static_cast<std::ptrdiff_t>(start), bytes.end()}};
    reverseElements(array.bytes, bytesOf(type));
    return array;
}

Array readIdx(const std::filesystem::path& file) { return parseIdx(readFile(file), file.string()); }

} // namespace orthant
