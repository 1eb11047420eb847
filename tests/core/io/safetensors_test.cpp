// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

#include <cstring>

using namespace orthant;

namespace {

std::vector<std::byte> safetensors(const std::string& header, const std::string& values, std::uint64_t length) {
    std::string text(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        text[i] = static_cast<char>(length >> (8 * i));
    text += header + values;
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string errorFor(const std::string& header, const std::string& values = {}) {
    return errorOf([&] { return parseSafetensors(safetensors(header, values, header.size()), "m"); });
}

} // namespace

TEST_CASE("A file written by hand from the description of safetensors is read") {
    const std::string header = R"({"a":{"dtype":"I16","shape":[2,1],"data_offsets":[4,8]},"__metadata__":{"k":"v"},)"
                               R"("b":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})";
    const std::string values("\x00\x00\x80\x3f\x01\x00\xff\xff", 8);
    const Bundle bundle = parseSafetensors(safetensors(header, values, header.size()), "m");
    CHECK(bundle.metadata == std::map<std::string, std::string>{{"k", "v"}});
    CHECK(bundle.at("a").shape == std::vector<std::size_t>{2, 1});
    CHECK(bundle.at("a").toDoubles() == std::vector<double>{1, -1});
    CHECK(bundle.at("b").shape.empty());
    CHECK(bundle.at("b").toDoubles() == std::vector<double>{1});
}

TEST_CASE("Safetensors are written with an aligned header and every array at a multiple of its element size") {
    Bundle bundle;
    const std::int8_t bytes[] = {1, -1, 1};
    const double doubles[] = {0.25, -8};
    const std::uint16_t shorts[] = {7};
    bundle.arrays["a"] = Array::of<std::int8_t>(ElementType::I8, {3}, bytes);
    bundle.arrays["b"] = Array::of<double>(ElementType::F64, {1, 2}, doubles);
    bundle.arrays["c"] = Array::of<std::uint16_t>(ElementType::U16, {}, shorts);
    bundle.arrays["d"] = Array{ElementType::F32, {0, 2}, {}};
    bundle.metadata["name"] = "x";
    const std::vector<std::byte> file = safetensorsBytes(bundle);

    const std::string text(reinterpret_cast<const char*>(file.data()), file.size());
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), 8);
    CHECK(length % 8 == 0);
    const std::string header = text.substr(8, length);
    CHECK(
        header.substr(0, header.find_last_not_of(' ') + 1) ==
        R"({"__metadata__":{"name":"x"},"a":{"data_offsets":[18,21],"dtype":"I8","shape":[3]},)"
        R"("b":{"data_offsets":[0,16],"dtype":"F64","shape":[1,2]},"c":{"data_offsets":[16,18],"dtype":"U16","shape":[]},)"
        R"("d":{"data_offsets":[16,16],"dtype":"F32","shape":[0,2]}})");
    CHECK(file.size() == 8 + length + 21);

    const TemporaryFolder folder;
    writeSafetensors(folder / "m.safetensors", bundle);
    const Bundle back = readSafetensors(folder / "m.safetensors");
    CHECK(back.metadata == bundle.metadata);
    REQUIRE(back.arrays.size() == 4);
    for (const auto& [name, array] : bundle.arrays) {
        CHECK(back.at(name).type == array.type);
        CHECK(back.at(name).shape == array.shape);
        CHECK(back.at(name).bytes == array.bytes);
    }
}

TEST_CASE("A reader in Python that knows only the public description reads our safetensors") {
    const TemporaryFolder folder;
    Bundle bundle;
    const float floats[] = {0.5F, -1, 2, 3, 4, 5};
    const std::int64_t longs[] = {-7};
    bundle.arrays["w"] = Array::of<float>(ElementType::F32, {2, 3}, floats);
    bundle.arrays["n"] = Array::of<std::int64_t>(ElementType::I64, {}, longs);
    bundle.metadata["name"] = "x";
    writeSafetensors(folder / "m.safetensors", bundle);
    const auto output = runNumpy("import json, struct\n"
                                 "b = open('" +
                                 (folder / "m.safetensors").string() +
                                 "', 'rb').read()\n"
                                 "n = struct.unpack('<Q', b[:8])[0]; h = json.loads(b[8:8 + n]); d = b[8 + n:]\n"
                                 "print(h.pop('__metadata__'), b[8:9], n % 8)\n"
                                 "for k in sorted(h):\n"
                                 " o = h[k]['data_offsets']; t = {'F32': '<f4', 'I64': '<i8'}[h[k]['dtype']]\n"
                                 " print(k, np.frombuffer(d[o[0]:o[1]], t).reshape(h[k]['shape']).tolist())\n"
                                 "print(len(d) == max(e['data_offsets'][1] for e in h.values()))\n");
    if (!output) {
        WARN("skipped: no Python with numpy");
        return;
    }
    CHECK(*output == "{'name': 'x'} b'{' 0\nn -7\nw [[0.5, -1.0, 2.0], [3.0, 4.0, 5.0]]\nTrue\n");
}

TEST_CASE("A header length that the file does not have, or that the format forbids, is an error") {
    CHECK(mentions(errorOf([] { return parseSafetensors({}, "m"); }), {"m, byte 0", "0 bytes, expected at least 8"}));
    for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{100'000'001}, ~std::uint64_t{0}})
        CHECK(mentions(errorOf([&] { return parseSafetensors(safetensors("{}", "", length), "m"); }),
                       {"m, byte 0", "claims", "the file has 2 more"}));
}

TEST_CASE("Overlaps, holes and ranges outside of the file are errors") {
    const auto twoBytes = [](int begin, int end) {
        return R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[)" +
               std::to_string(begin) + "," + std::to_string(end) + "]}}";
    };
    CHECK(errorFor(twoBytes(2, 4), "1234").empty());
    CHECK(mentions(errorFor(twoBytes(1, 3), "123"), {"'b' starts at 1", "expected 2 (values overlap)"}));
    CHECK(mentions(errorFor(twoBytes(3, 5), "12345"), {"'b' starts at 3", "expected 2 (a hole)"}));
    CHECK(mentions(errorFor(twoBytes(2, 4), "12345"), {"found 5 bytes of values, expected 4"}));
    CHECK(mentions(errorFor(twoBytes(2, 4), "123"), {"header entry 'b'", "inside the 3 bytes"}));
    CHECK(mentions(errorFor(twoBytes(4, 2), "1234"), {"header entry 'b'", "data_offsets"}));
    CHECK(mentions(errorFor(twoBytes(2, 3), "1234"), {"header entry 'b'", "found 1 bytes of values, expected 2"}));
}

TEST_CASE("Entries that are not what the format says are errors that name the entry") {
    CHECK(mentions(errorFor("{"), {"m, byte 9", "the header is not JSON"}));
    CHECK(mentions(errorFor("[]"), {"does not start with '{'"}));
    CHECK(mentions(errorFor(" {}"), {"m, byte 8", "does not start with '{'"}));
    CHECK(mentions(errorFor(R"({"a":1})"), {"header entry 'a'", "expected an object"}));
    CHECK(mentions(errorFor(R"({"a":{"shape":[],"data_offsets":[0,1]}})"), {"lacks dtype"}));
    CHECK(mentions(errorFor(R"({"a":{"dtype":"U8","data_offsets":[0,1]}})"), {"lacks shape"}));
    CHECK(mentions(errorFor(R"({"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}})", "12"),
                   {"element type \"BF16\"", "F32, F64"}));
    CHECK(
        mentions(errorFor(R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", "1"), {"shape is not a list"}));
    CHECK(mentions(errorFor(R"({"a":{"dtype":"U8","shape":[1e30],"data_offsets":[0,1]}})", "1"),
                   {"shape is not a list"}));
    CHECK(mentions(errorFor(R"({"a":{"dtype":"U8","shape":[18446744073709551615,2],"data_offsets":[0,1]}})", "1"),
                   {"too large"}));
    CHECK(mentions(
        errorFor(
            R"({"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}})",
            "1"),
        {"names 'a' twice"}));
    CHECK(mentions(errorFor(R"({"__metadata__":{"k":1}})"), {"metadata 'k' is not a text"}));
}

TEST_CASE("Names that safetensors cannot hold are refused when writing") {
    Bundle bundle;
    bundle.arrays["__metadata__"] = Array{ElementType::U8, {0}, {}};
    CHECK(mentions(errorOf([&] { return safetensorsBytes(bundle); }), {"__metadata__"}));
    bundle.arrays.clear();
    bundle.metadata["k"] = "\xff";
    CHECK(mentions(errorOf([&] { return safetensorsBytes(bundle); }), {"not UTF-8"}));
}
