// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/image.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/fuzz/pictures.h"
#include "tests/places.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <numeric>

using namespace orthant;
using Pixels = std::vector<std::uint8_t>;

namespace {

Image parse(const fuzz::Bytes8& bytes) { return parseImage(std::as_bytes(std::span(bytes)), "picture"); }

} // namespace

TEST_CASE("PNG pictures of every kind become grey or three colours") {
    const Image grey = parse(fuzz::pngBytes(3, 2, 0, 8, {0, 1, 2, 253, 254, 255}));
    CHECK(grey.width == 3);
    CHECK(grey.height == 2);
    CHECK(grey.channels == 1);
    CHECK(grey.pixels == Pixels{0, 1, 2, 253, 254, 255});
    const Image colour = parse(fuzz::pngBytes(1, 2, 2, 8, {10, 20, 30, 40, 50, 60}));
    CHECK(colour.channels == 3);
    CHECK(colour.pixels == Pixels{10, 20, 30, 40, 50, 60});
    CHECK(parse(fuzz::pngBytes(2, 1, 3, 8, {1, 0}, {9, 8, 7, 6, 5, 4})).pixels == Pixels{6, 5, 4, 9, 8, 7});
    CHECK(parse(fuzz::pngBytes(8, 1, 0, 1, {0xa5})).pixels == Pixels{255, 0, 255, 0, 0, 255, 0, 255});
    // What is not there at all is white.
    CHECK(parse(fuzz::pngBytes(2, 1, 6, 8, {1, 2, 3, 255, 1, 2, 3, 0})).pixels == Pixels{1, 2, 3, 255, 255, 255});
    CHECK(parse(fuzz::pngBytes(2, 1, 4, 8, {77, 255, 77, 0})).pixels == Pixels{77, 255});
    const Image deep = parse(fuzz::pngBytes(2, 1, 0, 16, {0, 0, 0xff, 0xff}));
    CHECK(deep.pixels == Pixels{0, 255});
}

TEST_CASE("JPEG pictures have the levels of their coefficients") {
    const Image grey = parse(fuzz::jpegBytes(1));
    CHECK(grey.channels == 1);
    REQUIRE(grey.pixels.size() == 16 * 8);
    for (std::size_t i = 0; i < grey.pixels.size(); ++i)
        CHECK(grey.pixels[i] == (i % 16 < 8 ? 168 : 88));
    // Y = 168, Cb = 128, Cr = 168: R = Y + 1.402 * 40, G = Y - 0.714 * 40, B = Y.
    const Image colour = parse(fuzz::jpegBytes(3));
    CHECK(colour.channels == 3);
    REQUIRE(colour.pixels.size() == 8 * 8 * 3);
    for (std::size_t i = 0; i < colour.pixels.size(); i += 3) {
        CHECK(colour.pixels[i] == 224);
        CHECK(colour.pixels[i + 1] == 139);
        CHECK(colour.pixels[i + 2] == 168);
    }
}

TEST_CASE("files that are no pictures, damaged or too large are refused by name") {
    const auto error = [](const fuzz::Bytes8& bytes) { return errorOf([&] { return parse(bytes); }); };
    CHECK(mentions(error({}), {"picture", "not a picture"}));
    CHECK(mentions(error({'G', 'I', 'F', '8'}), {"not a picture"}));
    fuzz::Bytes8 png = fuzz::pngBytes(3, 2, 0, 8, {0, 1, 2, 253, 254, 255});
    for (const std::size_t length : {4UL, 20UL, 40UL, png.size() - 14})
        CHECK(mentions(error({png.begin(), png.begin() + static_cast<std::ptrdiff_t>(length)}),
                       {"picture", "damaged PNG"}));
    const fuzz::Bytes8 jpeg = fuzz::jpegBytes(1);
    for (const std::size_t length : {4UL, 60UL, 100UL, jpeg.size() - 4})
        CHECK(mentions(error({jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(length)}),
                       {"picture", "damaged JPEG"}));
    CHECK(mentions(error(fuzz::pngBytes(100000, 100000, 0, 8, {})), {"100000 x 100000", "at most"}));
    CHECK(mentions(error(fuzz::pngBytes(5000, 5000, 0, 1, {})), {"5000 x 5000", "too many for"}));
    fuzz::Bytes8 wide = jpeg; // the size follows the marker of the frame, its length and the bits
    const unsigned char frame[] = {0xff, 0xc0};
    const auto at = std::search(wide.begin(), wide.end(), std::begin(frame), std::end(frame));
    REQUIRE(at != wide.end());
    std::fill_n(at + 5, 4, static_cast<unsigned char>(0xfe));
    CHECK(mentions(error(wide), {"65278 x 65278", "at most"}));
    const TemporaryFolder folder;
    CHECK(mentions(errorOf([&] { return readImage(folder / "none.png"); }), {"none.png"}));
}

TEST_CASE("pictures from other programs are read as those programs read them") {
    const std::filesystem::path folder = testData() / "images";
    if (!std::filesystem::is_directory(folder)) {
        WARN("no folder " << folder << ": not tried on real pictures");
        return;
    }
    const Image camera = readImage(folder / "camera.png");
    CHECK(camera.width == 512);
    CHECK(camera.height == 512);
    CHECK(camera.channels == 1);
    const double mean =
        std::accumulate(camera.pixels.begin(), camera.pixels.end(), 0.0) / static_cast<double>(camera.pixels.size());
    CHECK(mean == Approx(129.06072616577148)); // by a few lines of NumPy over the unpacked rows
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".png") CHECK(readImage(entry.path()).pixels.size() > 1000);
}
