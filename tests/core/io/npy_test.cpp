// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

#include <numeric>

using namespace orthant;

namespace {

/// An NPY 1.0 file with this header text and these values, put together by hand from the format's description.
std::vector<std::byte> npy(const std::string& header, const std::string& values, char version = 1) {
    std::string text = "\x93NUMPY";
    text += {version, '\0', static_cast<char>(header.size()), static_cast<char>(header.size() >> 8)};
    if (version > 1) text += {'\0', '\0'};
    text += header + values;
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string errorFor(const std::string& header, const std::string& values = {}) {
    return errorOf([&] { return parseNpy(npy(header, values), "x.npy"); });
}

} // namespace

TEST_CASE("An NPY file is written as its description says") {
    const std::uint16_t values[] = {1, 0x0203, 65535};
    const std::vector<std::byte> bytes = npyBytes(Array::of<std::uint16_t>(ElementType::U16, {3, 1}, values));
    REQUIRE(bytes.size() == 128 + 6);
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    CHECK(text.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    CHECK(text.substr(10, 60) == "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 1), } ");
    CHECK(text[127] == '\n');
    CHECK(text.substr(128) == std::string("\x01\x00\x03\x02\xff\xff", 6));
}

TEST_CASE("Every rank comes back from NPY bytes") {
    for (const std::vector<std::size_t>& shape :
         std::vector<std::vector<std::size_t>>{{}, {5}, {0}, {2, 3}, {4, 0, 2}, {1, 2, 3, 4}}) {
        Array array{ElementType::F64, shape, {}};
        std::vector<double> values(array.count());
        std::iota(values.begin(), values.end(), 0.5);
        array = Array::of<double>(ElementType::F64, shape, values);
        const Array back = parseNpy(npyBytes(array), "x");
        CHECK(back.type == array.type);
        CHECK(back.shape == shape);
        CHECK(back.toDoubles() == values);
    }
}

TEST_CASE("Headers in other spellings are read: order of keys, spaces, double quotes, long numbers, versions 2 and 3") {
    const std::string values("\x01\x00\x02\x00", 4);
    for (const char* header : {"{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }",
                               "{\"shape\":(2L,),\"fortran_order\":False,\"descr\":\"<i2\"}",
                               "  { 'fortran_order' : False , 'shape' : ( 2 ) , 'descr' : '=i2' }  \n"})
        for (const char version : {'\1', '\2', '\3'}) {
            const Array array = parseNpy(npy(header, values, version), "x");
            CHECK(array.shape == std::vector<std::size_t>{2});
            CHECK(array.toDoubles() == std::vector<double>{1, 2});
        }
}

TEST_CASE("Big-endian values are turned around") {
    const Array array = parseNpy(npy("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }",
                                     std::string("\x00\x00\x01\x00\xff\xff\xff\xfe", 8)),
                                 "x");
    CHECK(array.toDoubles() == std::vector<double>{256, -2});
}

TEST_CASE("Errors in an NPY file name the byte, what was found and what was expected") {
    CHECK(errorOf([] { return parseNpy({}, "x.npy"); }) ==
          "x.npy, byte 0: not an NPY file: expected it to start with \\x93NUMPY");
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    CHECK(mentions(errorFor(good, "1234"), {"x.npy, byte 69", "found 4 bytes of values, expected 24"}));
    CHECK(mentions(errorFor(good, std::string(25, 'x')), {"found 25 bytes of values, expected 24"}));
    CHECK(mentions(errorFor("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }"),
                   {"element type '<c8'", "f4, f8"}));
    CHECK(
        mentions(errorFor("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }"), {"structured array"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'shape': (2,), }"), {"lacks one of"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), }"), {"True or False"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }"), {"expected a size"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }"),
                   {"expected a size"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"),
                   {"too large"}));
    // A claim of 4 TB: an error, and no memory is asked for.
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }", "1234"),
                   {"found 4 bytes of values, expected 4398046511104"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x"), {"text after"}));
    CHECK(mentions(errorFor("{'descr': '<f4', 'other': 1}"), {"unknown key 'other'"}));
    CHECK(mentions(errorOf([] { return parseNpy(npy("", "", 9), "x.npy"); }),
                   {"x.npy, byte 6", "version 9, expected 1 to 3"}));
    std::vector<std::byte> cut = npy(good, std::string(24, 'x'));
    cut.resize(40);
    CHECK(
        mentions(errorOf([&] { return parseNpy(cut, "x.npy"); }), {"byte 8", "claims 59 bytes, the file has 30 more"}));
}

TEST_CASE("numpy reads what we write, and we read what numpy writes in either byte and storage order") {
    const TemporaryFolder folder;
    const std::int16_t values[] = {1, -2, 3, 4, 5, -32768};
    writeNpy(folder / "ours.npy", Array::of<std::int16_t>(ElementType::I16, {2, 3}, values));
    const auto output = runNumpy("import os; os.chdir('" + folder.path().string() +
                                 "')\n"
                                 "a = np.load('ours.npy'); print(a.dtype, a.shape, a.tolist())\n"
                                 "x = np.arange(24, dtype=np.float64).reshape(2, 3, 4)\n"
                                 "np.save('fortran.npy', np.asfortranarray(x)); np.save('big.npy', x.astype('>f4'))\n"
                                 "np.save('bools.npy', x > 11); np.save('scalar.npy', np.int64(7))\n");
    if (!output) {
        WARN("skipped: no Python with numpy");
        return;
    }
    CHECK(*output == "int16 (2, 3) [[1, -2, 3], [4, 5, -32768]]\n");
    std::vector<double> counted(24);
    std::iota(counted.begin(), counted.end(), 0.0);
    const Array fortran = readNpy(folder / "fortran.npy"), big = readNpy(folder / "big.npy");
    CHECK(fortran.shape == std::vector<std::size_t>{2, 3, 4});
    CHECK(fortran.toDoubles() == counted);
    CHECK(big.type == ElementType::F32);
    CHECK(big.toDoubles() == counted);
    const Array bools = readNpy(folder / "bools.npy"), scalar = readNpy(folder / "scalar.npy");
    CHECK(bools.type == ElementType::U8);
    CHECK(bools.toDoubles()[11] == 0);
    CHECK(bools.toDoubles()[12] == 1);
    CHECK(scalar.shape.empty());
    CHECK(scalar.toDoubles() == std::vector<double>{7});
}
