// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/data/dataset.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/environment.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <algorithm>

using namespace orthant;

namespace {

/// Records with labels that count up; value v of plane c at pixel p is p + 60 c + 7 label, modulo 256.
std::string records(std::size_t count, std::size_t firstLabel) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t label = (firstLabel + i) % 10;
        text += static_cast<char>(label);
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t p = 0; p < 1024; ++p)
                text += static_cast<char>(p + 60 * c + 7 * label);
    }
    return text;
}

struct Fixture {
    TemporaryFolder folder;

    void store(const std::string& name, const std::string& text) const { writeFileAtomically(folder / name, text); }
    void storeAll(const std::string& place = "") const {
        for (std::size_t b = 1; b <= 5; ++b)
            store(place + "data_batch_" + std::to_string(b) + ".bin", records(2, 2 * b));
        store(place + "test_batch.bin", records(3, 0));
    }
    Dataset load(Params params = {}) const {
        if (!params.has("folder")) params.set("folder", folder.path().string());
        return loadDataset(Component("cifar10", std::move(params)), {folder.path() / "experiment", nullptr});
    }
    std::string error(const Params& params = {}) const {
        return errorOf([&] { return load(params); });
    }
};

} // namespace

TEST_CASE("The six files of CIFAR-10 become images with their channels last") {
    const Fixture fixture;
    fixture.storeAll();
    const Dataset set = fixture.load();
    CHECK(set.title == "CIFAR-10");
    CHECK(set.sampleShape == Shape{32, 32, 3});
    CHECK(set.classNames.size() == 10);
    CHECK(set.classNames.at(6) == "frog");
    CHECK(set.train.inputs.shape() == Shape{10, 32, 32, 3});
    CHECK(set.train.labels == std::vector<std::uint16_t>{2, 3, 4, 5, 6, 7, 8, 9, 0, 1});
    CHECK(set.test.labels == std::vector<std::uint16_t>{0, 1, 2});
    for (const std::size_t p : {0, 1, 33, 1023})
        for (std::size_t c = 0; c < 3; ++c) {
            const std::size_t byte = (p + 60 * c + 7 * 3) % 256; // the second training image has the label 3
            CHECK(set.train.inputs.row(1)[3 * p + c] == (2 * static_cast<float>(byte) - 255) / 256);
        }
    Dataset again;
    withThreads(1, [&] { again = fixture.load(); });
    CHECK(std::ranges::equal(again.train.inputs.values(), set.train.inputs.values()));
}

TEST_CASE("Limits of CIFAR-10 take the first images and read no file behind them") {
    const Fixture fixture;
    fixture.storeAll();
    std::filesystem::remove(fixture.folder / "data_batch_3.bin");
    const Dataset set = fixture.load({{"trainLimit", std::int64_t{3}}, {"testLimit", std::int64_t{1}}});
    CHECK(set.train.labels == std::vector<std::uint16_t>{2, 3, 4});
    CHECK(set.train.inputs.rows() == 3);
    CHECK(set.test.size() == 1);
    CHECK(mentions(fixture.error(), {"data_batch_3.bin: there is no such file"}));
}

TEST_CASE("CIFAR-10 files are searched where the program keeps its data, and errors say where") {
    const Fixture empty;
    const Environment home("HOME", empty.folder.path().string()),
        share("XDG_DATA_HOME", (empty.folder / "share").string());
    const Environment data("ORTHANT_DATA", (empty.folder / "data").string());
    const Params params{{"folder", std::string()}};
    CHECK(mentions(empty.error(params),
                   {"/data/folder", "no CIFAR-10 files found; searched:", "/data/cifar-10-batches-bin",
                    "/share/orthant/cifar-10-batches-bin", "test_batch.bin", "ORTHANT_DATA"}));
    for (const char* place :
         {"data/", "data/cifar-10-batches-bin/", "share/orthant/cifar-10-batches-bin/", "experiment/"}) {
        INFO(place);
        empty.storeAll(place);
        CHECK(empty.load(params).train.size() == 10);
        std::filesystem::remove_all(empty.folder / place);
    }
}

TEST_CASE("Cut files and wrong labels of CIFAR-10 are errors with the file and the place") {
    const Fixture fixture;
    fixture.storeAll();
    fixture.store("data_batch_2.bin", records(2, 0).substr(0, 4000));
    CHECK(mentions(fixture.error(), {"data_batch_2.bin: found 4000 bytes, expected whole records of 3073"}));
    fixture.store("data_batch_2.bin", "");
    CHECK(mentions(fixture.error(), {"data_batch_2.bin: found 0 bytes"}));
    std::string wrong = records(2, 0);
    wrong[3073] = 10;
    fixture.store("data_batch_2.bin", wrong);
    CHECK(mentions(fixture.error(), {"data_batch_2.bin, byte 3073: found the label 10, expected 0 to 9"}));
    fixture.storeAll();
    std::filesystem::remove(fixture.folder / "test_batch.bin");
    CHECK(mentions(fixture.error(), {"test_batch.bin: there is no such file"}));
}
