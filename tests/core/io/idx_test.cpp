// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/idx.h"

#include "tests/catch.h"
#include "tests/errors.h"

using namespace orthant;

namespace {

std::vector<std::byte> bytesOf(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string errorFor(const std::string& text) {
    return errorOf([&] { return parseIdx(bytesOf(text), "x"); });
}

} // namespace

TEST_CASE("An IDX file written by hand from its description is read, every element type of it") {
    const Array images = parseIdx(bytesOf(std::string("\0\0\x08\x03\0\0\0\2\0\0\0\1\0\0\0\3"
                                                      "abcdef",
                                                      22)),
                                  "x");
    CHECK(images.type == ElementType::U8);
    CHECK(images.shape == std::vector<std::size_t>{2, 1, 3});
    CHECK(images.toDoubles() == std::vector<double>{97, 98, 99, 100, 101, 102});

    const auto one = [](char code, const std::string& value) {
        std::string text("\0\0?\1\0\0\0\1", 8);
        text[2] = code;
        text += value;
        return parseIdx(bytesOf(text), "x").toDoubles().at(0);
    };
    CHECK(one(0x09, "\xff") == -1);
    CHECK(one(0x0b, std::string("\1\2", 2)) == 258);
    CHECK(one(0x0c, std::string("\xff\xff\xff\xfe", 4)) == -2);
    CHECK(one(0x0d, std::string("\x3f\x80\0\0", 4)) == 1);
    CHECK(one(0x0e, std::string("\xbf\xf0\0\0\0\0\0\0", 8)) == -1);
}

TEST_CASE("Errors in an IDX file say what was found and what was expected") {
    CHECK(mentions(errorFor(""), {"x, byte 0", "not an IDX file"}));
    CHECK(mentions(errorFor("\x89PNG\r\n"), {"found 89 50 4e 47", "two zero bytes"}));
    CHECK(mentions(errorFor(std::string("\0\0\x07\1\0\0\0\0", 8)), {"x, byte 2", "0x07"}));
    CHECK(mentions(errorFor(std::string("\0\0\x08\0", 4)), {"x, byte 3", "0 dimensions"}));
    CHECK(mentions(errorFor(std::string("\0\0\x08\3\0\0\0\2", 8)), {"x, byte 8", "found 8 bytes, expected 16"}));
    const std::string header("\0\0\x08\x02\0\0\0\2\0\0\0\3", 12);
    CHECK(mentions(errorFor(header + "abcde"), {"x, byte 12", "2 x 3", "takes 6 bytes; found 5"}));
    CHECK(mentions(errorFor(header + "abcdefg"), {"takes 6 bytes; found 7"}));
    // Sizes whose product does not fit into 64 bits, and one that only claims too much.
    CHECK(mentions(errorFor(std::string("\0\0\x0e\3\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 16)),
                   {"too large"}));
    CHECK(mentions(errorFor(std::string("\0\0\x08\1\xff\xff\xff\xff", 8)), {"takes 4294967295 bytes; found 0"}));
}
