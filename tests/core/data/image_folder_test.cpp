// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/dataset.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/fuzz/pictures.h"
#include "tests/places.h"
#include "tests/temporary_folder.h"

#include <algorithm>

using namespace orthant;

namespace {

float pixel(float byte) { return (2 * byte - 255) / 256; }

struct Fixture {
    TemporaryFolder folder;

    void store(const std::string& name, const fuzz::Bytes8& bytes) const {
        writeFileAtomically(folder / name, std::as_bytes(std::span(bytes)));
    }
    /// A grey picture of one value.
    void grey(const std::string& name, unsigned char value) const {
        store(name, fuzz::pngBytes(2, 2, 0, 8, fuzz::Bytes8(4, value)));
    }
    Dataset load(Params params = {}) const {
        if (!params.has("folder")) params.set("folder", folder.path().string());
        return loadDataset(Component("image_folder", std::move(params)), {folder.path(), nullptr});
    }
    std::string error(const Params& params = {}) const {
        return errorOf([&] { return load(params); });
    }
};

Params size(std::int64_t width, std::int64_t height, bool colour) {
    return {{"width", width}, {"height", height}, {"colour", colour}};
}

} // namespace

TEST_CASE("Folders train and test with a folder for each class") {
    const Fixture fixture;
    fixture.grey("train/cat/b.png", 20);
    fixture.grey("train/cat/a.PNG", 10);
    fixture.grey("train/dog/c.png", 30);
    fixture.store("train/dog/notes.txt", {'x'});
    fixture.grey("train/.thumbnails/c.png", 30);
    fixture.grey("test/dog/d.png", 40);
    Params params = size(2, 2, false);
    params.set("folder", fixture.folder.path().string() + "/"); // a slash at the end changes nothing
    const Dataset set = fixture.load(params);
    CHECK(set.title == fixture.folder.path().filename().string());
    CHECK(set.sampleShape == Shape{2, 2, 1});
    CHECK(set.classNames == std::vector<std::string>{"cat", "dog"});
    CHECK(set.train.labels == std::vector<std::uint16_t>{0, 0, 1});
    CHECK(set.test.labels == std::vector<std::uint16_t>{1});
    for (const std::size_t i : {0, 1, 2})
        CHECK(set.train.inputs.row(i)[3] == pixel(10 * static_cast<float>(i + 1)));
    CHECK(set.test.inputs.row(0)[0] == pixel(40));
}

TEST_CASE("Without a folder test a part is kept for testing") {
    const Fixture fixture;
    for (int i = 0; i < 5; ++i) {
        fixture.grey("low/" + std::to_string(i) + ".png", static_cast<unsigned char>(i));
        fixture.grey("high/" + std::to_string(i) + ".png", static_cast<unsigned char>(200 + i));
    }
    const Dataset set = fixture.load(size(1, 1, false));
    CHECK(set.train.size() == 8);
    CHECK(set.test.size() == 2);
    for (const Samples* samples : {&set.train, &set.test})
        for (std::size_t i = 0; i < samples->size(); ++i)
            CHECK(samples->labels[i] == (samples->inputs.row(i)[0] > 0 ? 0 : 1)); // "high" comes first
    Dataset again;
    withThreads(1, [&] { again = fixture.load(size(1, 1, false)); });
    CHECK(std::ranges::equal(again.train.inputs.values(), set.train.inputs.values()));
}

TEST_CASE("A smaller picture holds means over areas, a larger one repeats, and colours become luma") {
    const Fixture fixture;
    // 4 x 2 pixels; the means of the columns are 4, 40, 64 and 100.
    fixture.store("a/x.png", fuzz::pngBytes(4, 2, 0, 8, {0, 36, 60, 96, 8, 44, 68, 104}));
    fixture.store("b/x.png", fuzz::pngBytes(1, 1, 2, 8, {200, 100, 50}));
    const auto rowOf = [](const Dataset& set, std::uint16_t label) {
        const Samples& samples = set.train.labels.front() == label ? set.train : set.test;
        return std::vector<float>(samples.inputs.values().begin(), samples.inputs.values().end());
    };
    CHECK(rowOf(fixture.load(size(2, 1, false)), 0) == std::vector<float>{pixel(22), pixel(82)});
    // A third of the width is a column and a third: (4 + 40 / 3) / (4 / 3) = 13, and so on.
    CHECK(rowOf(fixture.load(size(3, 1, false)), 0) == std::vector<float>{pixel(13), pixel(52), pixel(91)});
    CHECK(rowOf(fixture.load(size(4, 4, false)), 0)[4] == pixel(0));
    CHECK(rowOf(fixture.load(size(4, 4, false)), 0)[8] == pixel(8));
    CHECK(rowOf(fixture.load(size(1, 1, true)), 1) == std::vector<float>{pixel(200), pixel(100), pixel(50)});
    CHECK(rowOf(fixture.load(size(1, 1, false)), 1) == std::vector<float>{pixel(124)}); // 0.299, 0.587, 0.114
    CHECK(fixture.load(size(0, 0, true)).sampleShape == Shape{2, 4, 3});
}

TEST_CASE("Folders that are no data set are errors that name the folder or the file") {
    const Fixture fixture;
    CHECK(mentions(fixture.error({{"folder", std::string()}}), {"/data/folder: no folder is given"}));
    CHECK(mentions(fixture.error({{"folder", std::string("none")}}), {"none: there is no such folder"}));
    CHECK(mentions(fixture.error(), {"found 0 folders, expected one for each of 2 to 1000 classes"}));
    fixture.grey("a/x.png", 1);
    std::filesystem::create_directory(fixture.folder / "b");
    CHECK(mentions(fixture.error(), {"/b: found no PNG or JPEG pictures in this folder of a class"}));
    fixture.store("b/x.png", {'n', 'o'});
    CHECK(mentions(fixture.error(), {"/b/x.png: not a picture in PNG or JPEG format"}));
    fixture.store("b/x.png", fuzz::pngBytes(60000, 60000, 0, 8, {}));
    CHECK(mentions(fixture.error(), {"/b/x.png", "60000 x 60000 pixels"}));
    fixture.grey("b/x.png", 2);
    for (int i = 0; i < 30; ++i)
        fixture.grey("b/" + std::to_string(i) + ".png", 2);
    CHECK(
        mentions(fixture.error(size(4096, 4096, true)), {"/data/width", "32 x 4096 x 4096 x 3", "more than 4.00 GiB"}));
    fixture.grey("train/a/x.png", 1);
    fixture.grey("train/b/x.png", 1);
    fixture.grey("test/c/x.png", 1);
    CHECK(mentions(fixture.error(), {"/test/c: there is no folder of training pictures of this name"}));
}

TEST_CASE("Real photographs are read, grey as they are and in colour as three equal channels") {
    const std::filesystem::path images = testData() / "images";
    if (!std::filesystem::is_directory(images)) {
        WARN("skipped: no pictures in " << images.string());
        return;
    }
    const Fixture fixture;
    for (const char* name : {"camera", "brick"}) {
        std::filesystem::create_directories(fixture.folder / name);
        std::filesystem::copy_file(images / (std::string(name) + ".png"), fixture.folder / name / "whole.png");
        std::filesystem::copy_file(images / (std::string(name) + "_256.png"), fixture.folder / name / "half.png");
    }
    const Dataset set = fixture.load(size(32, 32, true));
    CHECK(set.train.size() + set.test.size() == 4);
    for (std::size_t i = 0; i < set.train.size(); ++i)
        CHECK(set.train.inputs.row(i)[0] == set.train.inputs.row(i)[2]);
    // The same photograph at two sizes is nearly the same small picture.
    Params params = size(32, 32, false);
    params.set("testShare", 0.01);
    const Dataset grey = fixture.load(params);
    for (std::size_t i = 1; i < grey.train.size(); ++i) {
        if (grey.train.labels[i] != grey.train.labels[0]) continue;
        double difference = 0;
        for (std::size_t p = 0; p < 1024; ++p)
            difference +=
                std::abs(static_cast<double>(grey.train.inputs.row(i)[p] - grey.train.inputs.row(0)[p])) / 1024;
        CHECK(difference < 0.05);
    }
}
