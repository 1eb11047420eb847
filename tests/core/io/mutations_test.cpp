// SPDX-License-Identifier: GPL-3.0-or-later
// Truncations and changed bytes of valid files, through every reader: only Error may come out. The fuzzers in
// tests/fuzz go further; this part of their work is in the default set.
#include "tests/catch.h"
#include "tests/fuzz/readers.h"
#include "tests/fuzz/seeds.h"

namespace {

/// What went wrong, or nothing.
std::string complaint(const fuzz::Reader& reader, fuzz::Bytes bytes, const std::string& change) {
    try {
        fuzz::feed(reader, bytes);
    } catch (const std::exception& error) {
        return change + ": " + error.what() + "\n";
    }
    return {};
}

} // namespace

TEST_CASE("Every reader accepts its valid files and has some") {
    const auto seeds = fuzz::validSeeds();
    for (const fuzz::Reader& reader : fuzz::readers) {
        INFO(reader.name);
        REQUIRE(seeds.contains(reader.name));
        for (const fuzz::Seed& seed : seeds.at(reader.name))
            CHECK_NOTHROW(reader.read(seed));
    }
}

TEST_CASE("Truncated files and files with changed bytes are read or refused with an Error, never worse") {
    const auto seeds = fuzz::validSeeds();
    for (const fuzz::Reader& reader : fuzz::readers) {
        std::string complaints;
        for (const fuzz::Seed& seed : seeds.at(reader.name)) {
            for (std::size_t length = 0; length < seed.size(); ++length)
                complaints += complaint(reader, fuzz::Bytes(seed).first(length), "first " + std::to_string(length));
            for (std::size_t i = 0; i < seed.size(); ++i)
                for (const int change : {0x01, 0x10, 0x80, 0xff}) {
                    fuzz::Seed changed = seed;
                    changed[i] ^= static_cast<std::byte>(change);
                    complaints +=
                        complaint(reader, changed, "byte " + std::to_string(i) + " xor " + std::to_string(change));
                }
            for (std::size_t i = 0; i + 4 <= seed.size(); ++i) {
                fuzz::Seed changed = seed;
                for (std::size_t j = i; j < i + 4; ++j)
                    changed[j] = std::byte{0xff};
                complaints += complaint(reader, changed, "ff at " + std::to_string(i));
            }
        }
        INFO(reader.name);
        CHECK(complaints == "");
    }
}
