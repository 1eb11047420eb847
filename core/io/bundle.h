// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orthant {

enum class ElementType { U8, I8, U16, I16, I32, I64, U64, F32, F64 };

std::size_t bytesOf(ElementType type);
std::string_view nameOf(ElementType type); ///< "u8", "f32", ...

/// An array as a file holds it: little-endian, row-major.
struct Array {
    ElementType type = ElementType::F32;
    std::vector<std::size_t> shape;
    std::vector<std::byte> bytes;

    std::size_t count() const;

    template <class T>
    static Array of(ElementType type, std::vector<std::size_t> shape, std::span<const T> values) {
        Array array{type, std::move(shape), std::vector<std::byte>(values.size_bytes())};
        if (!values.empty()) std::memcpy(array.bytes.data(), values.data(), values.size_bytes());
        return array;
    }
    /// The values as double, whatever the type.
    std::vector<double> toDoubles() const;
    /// The values as float, whatever the type.
    std::vector<float> toFloats() const;
};

/// Named arrays with text metadata: what npz and safetensors files hold.
struct Bundle {
    std::map<std::string, Array> arrays;
    std::map<std::string, std::string> metadata;

    /// @errors  Error that lists the names that are there
    const Array& at(const std::string& name) const;
};

/// Bytes that an array of this shape takes.
/// @errors  Error at `where` when the product does not fit into memory's address range
std::size_t arrayBytes(ElementType type, std::span<const std::size_t> shape, const std::string& where);

// Writers write to a temporary name and rename. Readers check every size against the length of the file before they
// allocate. Errors name the file and the byte offset.

void writeSafetensors(const std::filesystem::path& file, const Bundle& bundle);
Bundle readSafetensors(const std::filesystem::path& file);

/// Metadata is stored as the array "metadata.json" of bytes (U8).
void writeNpz(const std::filesystem::path& file, const Bundle& bundle);
Bundle readNpz(const std::filesystem::path& file);

void writeNpy(const std::filesystem::path& file, const Array& array);
/// Reads either byte order and either storage order; the result is little-endian and row-major.
Array readNpy(const std::filesystem::path& file);

// The same formats in memory; `where` is the name that errors give.

std::vector<std::byte> safetensorsBytes(const Bundle& bundle);
Bundle parseSafetensors(std::span<const std::byte> bytes, const std::string& where);
Bundle parseNpz(std::span<const std::byte> bytes, const std::string& where);
std::vector<std::byte> npyBytes(const Array& array);
Array parseNpy(std::span<const std::byte> bytes, const std::string& where);

} // namespace orthant
