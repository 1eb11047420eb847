// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include "core/training/batches.h"
#include "tests/catch.h"
#include "tests/errors.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace orthant;

namespace {

using Values = std::vector<float>;

Values counting(std::size_t n) {
    Values values(n);
    std::iota(values.begin(), values.end(), 1.0F);
    return values;
}

Values augmented(const Augmentation& augmentation, std::uint64_t seed, const Shape& shape, const Values& image) {
    Values out(image.size());
    augment(augmentation, Rng(seed), shape, image, out);
    return out;
}

/// All images that a thousand seeds make.
std::set<Values> allOf(const Augmentation& augmentation, const Shape& shape, const Values& image) {
    std::set<Values> all;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        all.insert(augmented(augmentation, seed, shape, image));
    return all;
}

/// 40 images of 4 x 3 x 2 that count up.
Dataset images() {
    Dataset set;
    set.sampleShape = {4, 3, 2};
    set.classes = 2;
    set.classNames = {"a", "b"};
    set.train = {Tensor({40, 4, 3, 2}), std::vector<std::uint16_t>(40)};
    std::iota(set.train.inputs.values().begin(), set.train.inputs.values().end(), 0.0F);
    return set;
}

} // namespace

TEST_CASE("A crop of one pixel gives nine images: the window at each place of the padded image") {
    const Values image = counting(6); // 2 x 3
    const float black = -255.0F / 256;
    for (const bool edge : {true, false}) {
        // Padded by hand: 4 x 5, then each window of 2 x 3.
        const auto at = [&](int y, int x) {
            const bool inside = y >= 0 && y < 2 && x >= 0 && x < 3;
            if (!inside && !edge) return black;
            return image[static_cast<std::size_t>(std::clamp(y, 0, 1) * 3 + std::clamp(x, 0, 2))];
        };
        std::set<Values> expected;
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx) {
                Values window;
                for (int y = 0; y < 2; ++y)
                    for (int x = 0; x < 3; ++x)
                        window.push_back(at(y + dy, x + dx));
                expected.insert(window);
            }
        CHECK(expected.size() == 9);
        CHECK(allOf({1, edge, false}, {2, 3}, image) == expected);
    }
}

TEST_CASE("A flip mirrors each row and keeps the channels of a pixel together, for about half of the images") {
    const Values image = counting(12); // 2 x 3 x 2
    const Values mirrored = {5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8};
    std::size_t flips = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const Values out = augmented({0, true, true}, seed, {2, 3, 2}, image);
        flips += out == mirrored;
        REQUIRE((out == image || out == mirrored));
    }
    CHECK(flips > 437); // four standard deviations of 1000 fair coins
    CHECK(flips < 563);
}

TEST_CASE("A time series, an image of height 1, is moved along its length only") {
    const Values series = counting(4);
    const std::set<Values> expected = {{1, 2, 3, 4}, {1, 1, 2, 3}, {2, 3, 4, 4}};
    CHECK(allOf({1, true, false}, {1, 4}, series) == expected);
}

TEST_CASE("Batches are augmented by seed, step and sample, and not at all by default") {
    const Dataset set = images();
    const auto batchAt = [&](std::uint64_t seed, std::int64_t step, const Augmentation& augmentation) {
        Batches batches(set, 10, seed, augmentation);
        batches.gather(step);
        return Values(batches.inputs().values().begin(), batches.inputs().values().end());
    };
    const Augmentation moves{2, true, true};
    CHECK(batchAt(1, 6, moves) == batchAt(1, 6, moves)); // without the steps before it
    CHECK(batchAt(1, 6, moves) != batchAt(1, 6, {}));

    // The same sample in two epochs differs somewhere, and is its plain self where nothing is drawn.
    Batches plain(set, 40, 1), moved(set, 40, 1, moves);
    std::size_t changed = 0;
    for (const std::int64_t step : {0, 1}) {
        plain.gather(step);
        moved.gather(step);
        CHECK(std::ranges::equal(plain.labels(), moved.labels()));
        for (std::size_t i = 0; i < 40; ++i)
            changed += !std::ranges::equal(plain.inputs().row(i), moved.inputs().row(i));
    }
    CHECK(changed > 60);
    CHECK(changed < 80); // one of fifty drawn changes is none
}

TEST_CASE("What cannot be moved is an error with its place") {
    const auto resolved = [](const Params& given) { return resolveParams(augmentationParams(), given, "/training"); };
    CHECK(makeAugmentation(resolved({}), {7}).none());
    CHECK(mentions(errorOf([&] {
                       return makeAugmentation(resolved({{"augmentCrop", std::int64_t{2}}}), {7});
                   }),
                   {"/training/augmentCrop", "shape 7 cannot be moved", "expected images"}));
    CHECK(mentions(errorOf([&] {
                       return makeAugmentation(resolved({{"augmentFlip", true}}), {7});
                   }),
                   {"/training/augmentFlip"}));
    CHECK(mentions(errorOf([&] {
                       return makeAugmentation(resolved({{"augmentCrop", std::int64_t{4}}}), {4, 3, 2});
                   }),
                   {"a move by 4 pixels leaves nothing of images of 4 x 3 x 2"}));
    const Augmentation black = makeAugmentation(
        resolved({{"augmentCrop", std::int64_t{3}}, {"augmentBorder", std::string("black")}}), {4, 3, 2});
    CHECK(black.crop == 3);
    CHECK_FALSE(black.edge);
}
