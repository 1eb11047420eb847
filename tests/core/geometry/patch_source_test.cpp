// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/patch_source.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/fuzz/pictures.h"
#include "tests/temporary_folder.h"

#include <set>

using namespace orthant;

TEST_CASE("patches are squares out of the picture, every place equally often", "[geometry]") {
    // Pixel (x, y) is 10 y + x, in three channels with 0, 100 and 200 more.
    fuzz::Bytes8 samples;
    for (unsigned y = 0; y < 4; ++y)
        for (unsigned x = 0; x < 5; ++x)
            for (unsigned c = 0; c < 3; ++c)
                samples.push_back(static_cast<unsigned char>(10 * y + x + 100 * c / 2));
    const TemporaryFolder folder;
    const fuzz::Bytes8 png = fuzz::pngBytes(5, 4, 2, 8, samples);
    writeFileAtomically(folder / "p.png", std::as_bytes(std::span(png)));
    const PatchSource source = PatchSource::ofPicture(folder / "p.png", false);
    CHECK(source.channels() == 3);
    CHECK(source.title() == "p.png");
    std::set<int> corners;
    std::vector<float> patch(2 * 2 * 3);
    for (std::uint64_t i = 0; i < 400; ++i) {
        source.cut(Rng(1), i, 2, patch);
        const auto pixel = [&](std::size_t at) { return static_cast<int>(std::lround((patch[at] * 256 + 255) / 2)); };
        const int corner = pixel(0);
        corners.insert(corner);
        CHECK(pixel(1) == corner + 50); // the next channel
        CHECK(pixel(3) == corner + 1);  // one to the right
        CHECK(pixel(6) == corner + 10); // one down
    }
    CHECK(corners == std::set<int>{0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23});
    const PatchSource grey = PatchSource::ofPicture(folder / "p.png", true);
    CHECK(grey.channels() == 1);
    grey.cut(Rng(1), 0, 2, std::span(patch).first(4));
    CHECK(patch[1] - patch[0] == Approx(2 / 256.0));
    CHECK(mentions(errorOf([&] {
                       source.checkSide(5);
                       return 0;
                   }),
                   {"/side", "5 x 4", "5 x 5"}));
}

TEST_CASE("data sets of pictures give patches, others say that they cannot", "[geometry]") {
    Dataset data;
    data.title = "Points";
    data.sampleShape = {2};
    data.train.inputs = Tensor({3, 2});
    CHECK(mentions(errorOf([&] { return PatchSource::ofDataset(data, false).channels(); }), {"/data", "Points"}));
    data.sampleShape = {2, 3};
    data.train.inputs = Tensor({1, 2, 3}, 0.25F);
    const PatchSource source = PatchSource::ofDataset(data, false);
    std::vector<float> patch(4);
    source.cut(Rng(1), 7, 2, patch);
    CHECK(patch == std::vector<float>(4, 0.25F));
}

TEST_CASE("the drawn picture is the same each time and has edges and smooth parts", "[geometry]") {
    const Tensor picture = drawLeaves(64, Rng(3)), again = drawLeaves(64, Rng(3));
    CHECK(std::equal(picture.values().begin(), picture.values().end(), again.values().begin()));
    std::size_t smooth = 0, edges = 0;
    for (std::size_t y = 0; y < 64; ++y)
        for (std::size_t x = 0; x + 1 < 64; ++x) {
            const float step = std::abs(picture[(y * 64 + x) * 3] - picture[(y * 64 + x + 1) * 3]);
            smooth += step < 0.08F;
            edges += step > 0.25F;
        }
    CHECK(smooth > 1500);
    CHECK(edges > 200);
    for (const float value : picture.values())
        CHECK(std::abs(value) < 1);
}
