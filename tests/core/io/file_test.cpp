// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <zlib.h>

#include <fstream>

using namespace orthant;

namespace {

std::string gzip(const std::string& text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

void store(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::size_t filesIn(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder))
        ++count;
    return count;
}

} // namespace

TEST_CASE("Files are read as they are, empty ones too") {
    const TemporaryFolder folder;
    store(folder / "empty", "");
    store(folder / "text", std::string("a\0b\n", 4));
    CHECK(readFile(folder / "empty").empty());
    CHECK(readTextFile(folder / "text") == std::string("a\0b\n", 4));
    // A file larger than the block in which we read.
    const std::string large(1000000, 'x');
    store(folder / "large", large);
    CHECK(readTextFile(folder / "large") == large);
}

TEST_CASE("Gzip content is unpacked whatever the name, one member or several") {
    const TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 200000; ++i)
        text += static_cast<char>('a' + i % 211 * i % 23);
    store(folder / "plain.txt", gzip(text));
    CHECK(readTextFile(folder / "plain.txt") == text);
    store(folder / "two.gz", gzip("first ") + gzip("second"));
    CHECK(readTextFile(folder / "two.gz") == "first second");
    store(folder / "filled.gz", gzip("text") + std::string(100, '\0'));
    CHECK(readTextFile(folder / "filled.gz") == "text");
    store(folder / "none.gz", gzip(""));
    CHECK(readTextFile(folder / "none.gz").empty());
    CHECK(readRawFile(folder / "none.gz").size() == gzip("").size());
}

TEST_CASE("Damaged gzip data is an error that says where") {
    const TemporaryFolder folder;
    const std::string packed = gzip(std::string(5003, 'y'));
    const std::string file = (folder / "bad.gz").string();
    store(file, packed.substr(0, packed.size() - 9));
    CHECK(mentions(errorOf([&] { return readFile(file); }), {"bad.gz, packed byte", "ends too early"}));
    std::string flipped = packed;
    flipped[packed.size() - 6] ^= 1; // a byte of the check sum
    store(file, flipped);
    CHECK(mentions(errorOf([&] { return readFile(file); }), {"bad.gz, packed byte", "incorrect data check"}));
    store(file, packed + "tail");
    CHECK(mentions(errorOf([&] { return readFile(file); }), {"other data follows the gzip data"}));
}

TEST_CASE("The limit holds for the file and for what comes out of it") {
    const TemporaryFolder folder;
    store(folder / "bomb.gz", gzip(std::string(3000000, '\0')));
    REQUIRE(std::filesystem::file_size(folder / "bomb.gz") < 10000);
    CHECK(mentions(errorOf([&] { return readFile(folder / "bomb.gz", 1000000); }), {"bomb.gz", "limit of 977 KiB"}));
    CHECK(readFile(folder / "bomb.gz", 3000000).size() == 3000000);
    store(folder / "plain", std::string(11, 'x'));
    CHECK(mentions(errorOf([&] { return readFile(folder / "plain", 10); }), {"plain", "limit of 10 B"}));
    CHECK(readFile(folder / "plain", 11).size() == 11);
}

TEST_CASE("A missing file and a folder are errors that name them") {
    const TemporaryFolder folder;
    CHECK(errorOf([&] { return readFile(folder / "none"); }) == (folder / "none").string() + ": there is no such file");
    CHECK(errorOf([&] { return readFile(folder.path()); }) ==
          folder.path().string() + ": is a folder, expected a file");
}

TEST_CASE("Writing makes missing folders, replaces the old file and leaves nothing else behind") {
    const TemporaryFolder folder;
    const auto file = folder / "a/b/out.txt";
    writeFileAtomically(file, std::string_view("first, longer"));
    writeFileAtomically(file, std::string_view("second"));
    CHECK(readTextFile(file) == "second");
    CHECK(filesIn(folder / "a/b") == 1);
}

TEST_CASE("A failed write keeps the old file and removes the temporary one") {
    const TemporaryFolder folder;
    const auto file = folder / "model.npz";
    writeFileAtomically(file, std::string_view("old"));
    std::filesystem::path temporary;
    const std::string error = errorOf([&]() -> int {
        replaceFile(file, [&](const std::filesystem::path& path) {
            temporary = path;
            store(path, "half");
            throw Error("the disk is full");
        });
        return 0;
    });
    CHECK(error == "the disk is full");
    CHECK(temporary.parent_path() == file.parent_path());
    CHECK(temporary.extension() == ".npz");
    CHECK_FALSE(std::filesystem::exists(temporary));
    CHECK(readTextFile(file) == "old");
    CHECK(filesIn(folder.path()) == 1);
}

TEST_CASE("Writing to where no file can be is an error") {
    const TemporaryFolder folder;
    store(folder / "file", "x");
    std::filesystem::create_directory(folder / "taken");
    const auto write = [](const std::filesystem::path& path) {
        return errorOf([&]() -> int { return writeFileAtomically(path, std::string_view("x")), 0; });
    };
    CHECK(mentions(write(folder / "file/inside"), {"the folder cannot be created"}));
    CHECK(mentions(write(folder / "taken"), {"cannot be replaced"}));
    CHECK(mentions(write(folder.path() / ""), {"is not the name of a file"}));
    CHECK(filesIn(folder.path()) == 2);
}
