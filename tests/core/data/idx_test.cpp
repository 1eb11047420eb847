// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/environment.h"
#include "tests/errors.h"
#include "tests/places.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cstdlib>

using namespace orthant;

namespace {

std::string bigEndian(std::size_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

/// Images of 2 x 3 pixels that count up from 0, and labels 0, 1, 2, 0, ...
std::string images(std::size_t count) {
    std::string text("\0\0\x08\3", 4);
    text += bigEndian(count) + bigEndian(2) + bigEndian(3);
    for (std::size_t i = 0; i < 6 * count; ++i)
        text += static_cast<char>(i);
    return text;
}
std::string labels(std::size_t count) {
    std::string text("\0\0\x08\1", 4);
    text += bigEndian(count);
    for (std::size_t i = 0; i < count; ++i)
        text += static_cast<char>(i % 3);
    return text;
}

struct Fixture {
    TemporaryFolder folder;

    void store(const std::string& name, const std::string& text) const { writeFileAtomically(folder / name, text); }
    void storeAll(const std::string& place = "") const {
        store(place + "train-images-idx3-ubyte", images(5));
        store(place + "train-labels-idx1-ubyte", labels(5));
        store(place + "t10k-images-idx3-ubyte", images(3));
        store(place + "t10k-labels-idx1-ubyte", labels(3));
    }
    Dataset load(Params params = {}) const {
        if (!params.has("folder")) params.set("folder", folder.path().string());
        return loadDataset(Component("idx", std::move(params)), {folder.path() / "experiment", nullptr});
    }
    std::string error() const {
        return errorOf([&] { return load(); });
    }
};

} // namespace

TEST_CASE("The four files of the MNIST layout become a data set with pixels (2p - 255) / 256") {
    const Fixture fixture;
    fixture.storeAll();
    const Dataset set = fixture.load();
    CHECK(set.sampleShape == Shape{2, 3});
    CHECK(set.classes == 3);
    CHECK(set.classNames == std::vector<std::string>{"0", "1", "2"});
    CHECK(set.train.inputs.shape() == Shape{5, 2, 3});
    CHECK(set.test.inputs.shape() == Shape{3, 2, 3});
    CHECK(set.train.labels == std::vector<std::uint16_t>{0, 1, 2, 0, 1});
    CHECK(set.train.inputs[0] == -255.0F / 256);
    CHECK(set.train.inputs[29] == (2 * 29 - 255.0F) / 256);
}

TEST_CASE("Limits take the first images") {
    const Fixture fixture;
    fixture.storeAll();
    const Dataset set = fixture.load({{"trainLimit", std::int64_t{2}}, {"testLimit", std::int64_t{100}}});
    CHECK(set.train.labels == std::vector<std::uint16_t>{0, 1});
    CHECK(set.train.inputs.shape() == Shape{2, 2, 3});
    CHECK(set.test.size() == 3);
}

TEST_CASE("Names with a dot before idx are found, and the environment and the experiment's folder are searched") {
    const Fixture fixture;
    fixture.storeAll();
    std::filesystem::rename(fixture.folder / "t10k-images-idx3-ubyte", fixture.folder / "t10k-images.idx3-ubyte");
    CHECK(fixture.load().test.size() == 3);

    const Fixture empty;
    const Environment home("HOME", empty.folder.path().string()),
        share("XDG_DATA_HOME", (empty.folder / "share").string());
    {
        const Environment data("ORTHANT_DATA", fixture.folder.path().string());
        CHECK(empty.load({{"folder", std::string()}}).train.size() == 5);
    }
    const Environment data("ORTHANT_DATA", (empty.folder / "data").string());
    const std::string error = errorOf([&] { return empty.load({{"folder", std::string()}}); });
    CHECK(mentions(error, {"/data/folder", "no MNIST files found; searched:", "/data/mnist", "/share/orthant/mnist",
                           "\n  mnist\n", "/experiment", "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                           "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "ORTHANT_DATA"}));
    for (const char* place : {"share/orthant/mnist/", "experiment/", "experiment/mnist/", "data/mnist/"}) {
        INFO(place);
        empty.storeAll(place);
        CHECK(empty.load({{"folder", std::string()}}).train.size() == 5);
        std::filesystem::remove_all(empty.folder / place);
        CHECK_THROWS_AS(empty.load({{"folder", std::string()}}), Error);
    }
}

TEST_CASE("A folder that the parameter names is relative to the experiment's") {
    const Fixture fixture;
    fixture.storeAll("experiment/files/");
    CHECK(fixture.load({{"folder", std::string("files")}}).train.size() == 5);
    CHECK(mentions(errorOf([&] {
                       return fixture.load({{"folder", std::string("other")}});
                   }),
                   {"searched:", "experiment/other"}));
}

TEST_CASE("Missing, truncated and mismatched MNIST files are errors that say what was found and expected") {
    const Fixture fixture;
    fixture.storeAll();
    std::filesystem::remove(fixture.folder / "t10k-labels-idx1-ubyte");
    CHECK(mentions(fixture.error(), {"the folder lacks t10k-labels-idx1-ubyte"}));

    fixture.store("t10k-labels-idx1-ubyte", labels(4));
    CHECK(mentions(fixture.error(),
                   {"t10k-labels-idx1-ubyte: found 4 labels, expected 3 for the images in", "t10k-images"}));
    fixture.store("t10k-labels-idx1-ubyte", images(3));
    CHECK(mentions(fixture.error(), {"found u8 values in 3 dimensions, expected labels: u8 in 1 dimension"}));
    fixture.storeAll();

    fixture.store("train-images-idx3-ubyte", images(5).substr(0, 40));
    CHECK(mentions(fixture.error(), {"train-images-idx3-ubyte, byte 16", "5 x 2 x 3, which takes 30 bytes; found 24"}));
    fixture.store("train-images-idx3-ubyte", "\x89PNG....");
    CHECK(mentions(fixture.error(), {"byte 0", "found 89 50 4e 47"}));
    std::string huge("\0\0\x08\3", 4);
    huge += bigEndian(0xffffffff) + bigEndian(0xffffffff) + bigEndian(1);
    fixture.store("train-images-idx3-ubyte", huge);
    CHECK(mentions(fixture.error(), {"4294967295 x 4294967295 x 1", "found 0"}));
    fixture.store("train-images-idx3-ubyte", images(0));
    fixture.store("train-labels-idx1-ubyte", labels(0));
    CHECK(mentions(fixture.error(), {"there are no images", "0 x 2 x 3"}));
    fixture.storeAll();

    std::string square("\0\0\x08\3", 4);
    square += bigEndian(3) + bigEndian(1) + bigEndian(1) + "abc";
    fixture.store("t10k-images-idx3-ubyte", square);
    CHECK(mentions(fixture.error(), {"the test images are 3 x 1 x 1", "5 x 2 x 3"}));
}

TEST_CASE("The real MNIST files are read from gzip") {
    const std::filesystem::path folder = testData() / "mnist";
    if (!std::filesystem::is_directory(folder)) {
        WARN("skipped: no MNIST files in " << folder.string());
        return;
    }
    const Dataset set =
        loadDataset(Component("idx", {{"folder", folder.string()}, {"trainLimit", std::int64_t{1000}}}), {});
    CHECK(set.sampleShape == Shape{28, 28});
    CHECK(set.classes == 10);
    CHECK(set.test.size() == 10000);
    CHECK(std::vector<std::uint16_t>(set.train.labels.begin(), set.train.labels.begin() + 5) ==
          std::vector<std::uint16_t>{5, 0, 4, 1, 9});
    // How often each digit stands in the test set, as its authors give it.
    std::vector<int> frequency(10);
    for (const std::uint16_t label : set.test.labels)
        ++frequency.at(label);
    CHECK(frequency == std::vector<int>{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009});
}
