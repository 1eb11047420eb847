// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors: 8 bytes of length, a JSON header, then the values without holes.
#include "core/base/error.h"
#include "core/io/bundle.h"
#include "core/io/bytes.h"
#include "core/io/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace orthant {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maximumHeader = 100'000'000; ///< the limit of the public format
constexpr std::string_view metadataKey = "__metadata__";

struct SafetensorsType {
    std::string_view code;
    ElementType type;
};
/// The first entry of a type is the one that is written.
constexpr SafetensorsType safetensorsTypes[] = {
    {"U8", ElementType::U8},   {"BOOL", ElementType::U8}, {"I8", ElementType::I8},   {"U16", ElementType::U16},
    {"I16", ElementType::I16}, {"I32", ElementType::I32}, {"I64", ElementType::I64}, {"U64", ElementType::U64},
    {"F32", ElementType::F32}, {"F64", ElementType::F64}};

ElementType typeOf(const Json& code, const std::string& where) {
    const auto it = std::find_if(std::begin(safetensorsTypes), std::end(safetensorsTypes),
                                 [&](const SafetensorsType& entry) { return code == entry.code; });
    if (it == std::end(safetensorsTypes))
        throw Error("element type " + code.dump(-1, ' ', true, Json::error_handler_t::replace) +
                        "; expected one of BOOL, U8, I8, U16, I16, I32, I64, U64, F32, F64",
                    where);
    return it->type;
}

const Json& member(const Json& object, const char* key, const std::string& where) {
    const auto it = object.find(key);
    if (it == object.end()) throw Error(std::string("the entry lacks ") + key, where);
    return *it;
}

std::vector<std::size_t> sizes(const Json& list, const char* key, const std::string& where) {
    const bool good = list.is_array() && std::all_of(list.begin(), list.end(),
                                                     [](const Json& value) { return value.is_number_unsigned(); });
    if (!good) throw Error(std::string(key) + " is not a list of whole numbers from 0", where);
    return list.get<std::vector<std::size_t>>();
}

Json parseHeader(std::string_view text, const std::string& where) {
    if (!text.starts_with('{')) throw Error("the header does not start with '{'", atByte(where, 8));
    std::set<std::string> names;
    std::string twice;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::key && depth == 1 && !names.insert(value.get<std::string>()).second)
            twice = value.get<std::string>();
        return true;
    };
    Json header;
    try {
        header = Json::parse(text, watch);
    } catch (const Json::parse_error& error) {
        throw Error("the header is not JSON", atByte(where, 8 + (error.byte > 0 ? error.byte - 1 : 0)));
    }
    if (!twice.empty()) throw Error("the header names '" + twice + "' twice", atByte(where, 8));
    return header;
}

struct Range {
    std::size_t begin, end;
    std::string name;
};

/// Values must fill the data one after another: an overlap or a hole is how a file hides something.
void checkRanges(std::vector<Range> ranges, std::size_t dataBytes, std::size_t start, const std::string& where) {
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::size_t end = 0;
    for (const Range& range : ranges) {
        if (range.begin != end)
            throw Error("'" + range.name + "' starts at " + std::to_string(range.begin) + " of the data, expected " +
                            std::to_string(end) + (range.begin < end ? " (values overlap)" : " (a hole)"),
                        atByte(where, start + range.begin));
        end = range.end;
    }
    if (end != dataBytes)
        throw Error("found " + std::to_string(dataBytes) + " bytes of values, expected " + std::to_string(end),
                    atByte(where, start));
}

} // namespace

std::vector<std::byte> safetensorsBytes(const Bundle& bundle) {
    // Wide elements first, so that each array starts at a multiple of its element size.
    std::vector<const std::pair<const std::string, Array>*> order;
    for (const auto& entry : bundle.arrays)
        order.push_back(&entry);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return bytesOf(a->second.type) > bytesOf(b->second.type); });

    Json header = Json::object();
    if (!bundle.metadata.empty()) header[std::string(metadataKey)] = bundle.metadata;
    std::size_t end = 0;
    for (const auto* entry : order) {
        const std::string& name = entry->first;
        const Array& array = entry->second;
        if (name == metadataKey) throw Error("'__metadata__' cannot be the name of an array in safetensors");
        const auto it = std::find_if(std::begin(safetensorsTypes), std::end(safetensorsTypes),
                                     [&](const SafetensorsType& known) { return known.type == array.type; });
        header[name] = {{"dtype", it->code}, {"shape", array.shape}, {"data_offsets", {end, end + array.bytes.size()}}};
        end += array.bytes.size();
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const Json::type_error&) {
        throw Error("a name or a metadata text is not UTF-8, which safetensors needs");
    }
    text.append((8 - text.size() % 8) % 8, ' ');
    if (text.size() > maximumHeader) throw Error("the header is larger than the 100 MB that safetensors allows");

    std::vector<std::byte> bytes(8 + text.size() + end);
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::byte>(text.size() >> (8 * i) & 0xff);
    std::memcpy(bytes.data() + 8, text.data(), text.size());
    std::byte* at = bytes.data() + 8 + text.size();
    for (const auto* entry : order)
        at = std::copy(entry->second.bytes.begin(), entry->second.bytes.end(), at);
    return bytes;
}

Bundle parseSafetensors(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < 8)
        throw Error("not a safetensors file: " + std::to_string(bytes.size()) + " bytes, expected at least 8",
                    atByte(where, 0));
    const std::uint64_t length = readLittle(bytes.first(8));
    if (length > maximumHeader || length > bytes.size() - 8)
        throw Error("the header claims " + std::to_string(length) + " bytes, the file has " +
                        std::to_string(bytes.size() - 8) + " more and the format allows 100 MB",
                    atByte(where, 0));
    const std::size_t start = 8 + static_cast<std::size_t>(length);
    const Json header = parseHeader({reinterpret_cast<const char*>(bytes.data()) + 8, start - 8}, where);

    Bundle bundle;
    std::vector<Range> ranges;
    for (const auto& [name, entry] : header.items()) {
        const std::string place = where + ", header entry '" + name + "'";
        if (!entry.is_object()) throw Error("expected an object", place);
        if (name == metadataKey) {
            for (const auto& [key, value] : entry.items()) {
                if (!value.is_string()) throw Error("metadata '" + key + "' is not a text", place);
                bundle.metadata[key] = value.get<std::string>();
            }
            continue;
        }
        const ElementType type = typeOf(member(entry, "dtype", place), place);
        const std::vector<std::size_t> shape = sizes(member(entry, "shape", place), "shape", place);
        const std::vector<std::size_t> offsets = sizes(member(entry, "data_offsets", place), "data_offsets", place);
        if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > bytes.size() - start)
            throw Error("data_offsets are not a range inside the " + std::to_string(bytes.size() - start) +
                            " bytes of values",
                        place);
        const std::size_t expected = arrayBytes(type, shape, place);
        if (offsets[1] - offsets[0] != expected)
            throw Error("found " + std::to_string(offsets[1] - offsets[0]) + " bytes of values, expected " +
                            std::to_string(expected) + " for the shape",
                        place);
        ranges.push_back({offsets[0], offsets[1], name});
        const auto values = bytes.subspan(start + offsets[0], expected);
        bundle.arrays[name] = {type, shape, {values.begin(), values.end()}};
    }
    checkRanges(std::move(ranges), bytes.size() - start, start, where);
    return bundle;
}

void writeSafetensors(const std::filesystem::path& file, const Bundle& bundle) {
    writeFileAtomically(file, safetensorsBytes(bundle));
}

Bundle readSafetensors(const std::filesystem::path& file) { return parseSafetensors(readRawFile(file), file.string()); }

} // namespace orthant
