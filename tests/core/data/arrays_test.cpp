// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"
#include "core/io/bundle.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <sstream>

using namespace orthant;

namespace {

Array bytesCounting(std::vector<std::size_t> shape) {
    std::vector<std::uint8_t> values(elementCount(shape));
    std::iota(values.begin(), values.end(), std::uint8_t{0});
    return Array::of<std::uint8_t>(ElementType::U8, std::move(shape), values);
}
Array floats(std::vector<std::size_t> shape, const std::vector<float>& values) {
    return Array::of<float>(ElementType::F32, std::move(shape), values);
}
Array labels(const std::vector<std::int64_t>& values) {
    return Array::of<std::int64_t>(ElementType::I64, {values.size()}, values);
}
float pixel(float byte) { return (2 * byte - 255) / 256; }

struct Fixture {
    TemporaryFolder folder;

    Dataset load(Params params = {}) const {
        if (!params.has("file")) params.set("file", std::string("d.npz"));
        return loadDataset(Component("arrays", std::move(params)), {folder.path(), nullptr});
    }
    Dataset load(const Bundle& bundle, const Params& params = {}) const {
        writeNpz(folder / "d.npz", bundle);
        return load(params);
    }
    std::string error(const Bundle& bundle, const Params& params = {}) const {
        return errorOf([&] { return load(bundle, params); });
    }
};

Bundle withTests() {
    Bundle bundle;
    bundle.arrays["x_train"] = bytesCounting({3, 2, 2});
    bundle.arrays["y_train"] = labels({7, -2, 7});
    bundle.arrays["x_test"] = bytesCounting({1, 2, 2});
    bundle.arrays["y_test"] = labels({9});
    return bundle;
}

} // namespace

TEST_CASE("An NPZ file with samples, labels and tests: bytes are pixels, labels any whole numbers") {
    const Fixture fixture;
    const Dataset set = fixture.load(withTests());
    CHECK(set.title == "d");
    CHECK(set.sampleShape == Shape{2, 2});
    CHECK(set.classNames == std::vector<std::string>{"-2", "7", "9"});
    CHECK(set.train.labels == std::vector<std::uint16_t>{1, 0, 1});
    CHECK(set.test.labels == std::vector<std::uint16_t>{2});
    CHECK(set.train.inputs.row(2)[3] == pixel(11));
    CHECK(set.test.inputs.row(0)[3] == pixel(3));
}

TEST_CASE("Arrays of other names are found by parameters, and labels may stand in a column") {
    const Fixture fixture;
    Bundle bundle;
    bundle.arrays["train_images"] = floats({2, 2}, {0.5F, -3, 1e6F, 0});
    bundle.arrays["train_labels"] = Array::of<float>(ElementType::F32, {2, 1}, std::vector<float>{1, 0});
    bundle.arrays["test_images"] = floats({1, 2}, {1, 2});
    bundle.arrays["test_labels"] = Array::of<std::uint8_t>(ElementType::U8, {1, 1}, std::vector<std::uint8_t>{1});
    const Dataset set = fixture.load(bundle, {{"inputs", std::string("train_images")},
                                              {"labels", std::string("train_labels")},
                                              {"testInputs", std::string("test_images")},
                                              {"testLabels", std::string("test_labels")}});
    CHECK(set.sampleShape == Shape{2});
    CHECK(std::ranges::equal(set.train.inputs.values(), std::vector<float>{0.5F, -3, 1e6F, 0}));
    CHECK(set.train.labels == std::vector<std::uint16_t>{1, 0});
    CHECK(set.test.labels == std::vector<std::uint16_t>{1});
}

TEST_CASE("Two or four NPY files are a data set too") {
    const Fixture fixture;
    writeNpy(fixture.folder / "x.npy", bytesCounting({10, 3}));
    writeNpy(fixture.folder / "y.npy", labels({0, 1, 0, 1, 0, 1, 0, 1, 0, 1}));
    Params params{{"file", std::string("x.npy")}, {"labelsFile", std::string("y.npy")}};
    const Dataset split = fixture.load(params);
    CHECK(split.train.size() == 8);
    CHECK(split.test.size() == 2);
    std::set<float> seen;
    for (const Samples* samples : {&split.train, &split.test})
        for (std::size_t i = 0; i < samples->size(); ++i) {
            const float first = samples->inputs.row(i)[0] * 128 + 127.5F; // the byte
            seen.insert(first);
            CHECK(samples->labels[i] == static_cast<int>(first) / 3 % 2);
        }
    CHECK(seen.size() == 10);
    params.set("testFile", std::string("x.npy"));
    params.set("testLabelsFile", std::string("y.npy"));
    CHECK(fixture.load(params).train.size() == 10);
    CHECK(fixture.load(params).test.size() == 10);
}

TEST_CASE("Channels that come first are moved last") {
    const Fixture fixture;
    Bundle bundle = withTests();
    bundle.arrays["x_train"] = bytesCounting({3, 2, 2, 3}); // channels x height x width
    bundle.arrays["x_test"] = bytesCounting({1, 2, 2, 3});
    const Dataset set = fixture.load(bundle, {{"channels", std::string("first")}});
    CHECK(set.sampleShape == Shape{2, 3, 2});
    for (const float c : {0.0F, 1.0F})
        for (const float p : {0.0F, 1.0F, 5.0F})
            CHECK(set.train.inputs.row(1)[static_cast<std::size_t>(2 * p + c)] == pixel(12 + 6 * c + p));
    CHECK(fixture.load(bundle).sampleShape == Shape{2, 2, 3});
}

TEST_CASE("What numpy saves is read as numpy has it") {
    const Fixture fixture;
    const auto printed =
        runNumpy("x = np.asfortranarray(np.arange(24, dtype='>f8').reshape(4, 3, 2) / 7)\n"
                 "np.savez_compressed('" +
                 (fixture.folder / "d.npz").string() +
                 "', x_train=x,\n"
                 "    y_train=np.array([True, False, True, False]), x_test=x[:1], y_test=np.array([1], dtype='u2'))\n"
                 "print(' '.join(str(v) for v in x.astype('f4').ravel()))\n");
    if (!printed) {
        WARN("skipped: no Python with numpy");
        return;
    }
    std::istringstream text(*printed);
    const Dataset set = fixture.load();
    CHECK(set.sampleShape == Shape{3, 2});
    CHECK(set.train.labels == std::vector<std::uint16_t>{1, 0, 1, 0});
    for (const float value : set.train.inputs.values()) {
        float expected = -1;
        text >> expected;
        CHECK(value == expected);
    }
}

TEST_CASE("Arrays that do not fit are errors that name file, array and place") {
    const Fixture fixture;
    Bundle bundle = withTests();
    bundle.arrays.erase("y_train");
    CHECK(
        mentions(fixture.error(bundle), {"d.npz: no array 'y_train' (/data/labels); the file has:", "x_test, y_test"}));
    bundle = withTests();
    bundle.arrays["y_train"] = labels({1, 2});
    CHECK(mentions(fixture.error(bundle),
                   {"d.npz, array 'y_train': found labels of shape 2, expected one number for each of 3"}));
    bundle.arrays["y_train"] = floats({3}, {0, 0.5F, 1});
    CHECK(mentions(fixture.error(bundle), {"array 'y_train'", "data row 2", "is 0.5, expected a whole number"}));
    bundle.arrays["y_train"] = labels({9, 9, 9});
    CHECK(mentions(fixture.error(bundle), {"array 'y_train'", "1 different labels, expected 2 to 1000"}));
    bundle = withTests();
    bundle.arrays["x_test"] = bytesCounting({1, 4});
    CHECK(mentions(fixture.error(bundle),
                   {"array 'x_test': the test samples have shape 1 x 4, the training samples 3 x 2 x 2"}));
    bundle.arrays["x_train"] = bytesCounting({3});
    CHECK(mentions(fixture.error(bundle), {"array 'x_train': found inputs of shape 3, expected samples x values"}));
    bundle.arrays["x_train"] = bytesCounting({3, 0});
    CHECK(mentions(fixture.error(bundle), {"found inputs of shape 3 x 0"}));
    bundle.arrays["x_train"] = floats({3, 1}, {0, 1, std::numeric_limits<float>::quiet_NaN()});
    CHECK(mentions(fixture.error(bundle), {"array 'x_train': sample 3 holds a value that is no finite number"}));
    CHECK(mentions(fixture.error(withTests(), {{"testInputs", std::string("x_train")}}),
                   {"no array 'x_train' (/data/testInputs)"}));
    CHECK(mentions(errorOf([&] { return fixture.load({{"file", std::string()}}); }), {"/data/file: no file is given"}));

    writeNpy(fixture.folder / "x.npy", bytesCounting({1, 3}));
    writeNpy(fixture.folder / "y.npy", labels({1}));
    CHECK(mentions(errorOf([&] {
                       return fixture.load({{"file", std::string("x.npy")}});
                   }),
                   {"/data/labelsFile: no file of labels is given"}));
    // One byte for each of 2^40 samples: what the header says is compared with the length of the file.
    std::string huge("\x93NUMPY\1\0\x47\0{'descr': '|u1', 'fortran_order': False, 'shape': (1099511627776, 3), }", 81);
    writeFileAtomically(fixture.folder / "x.npy", huge);
    CHECK(mentions(errorOf([&] {
                       return fixture.load({{"file", std::string("x.npy")}, {"labelsFile", std::string("y.npy")}});
                   }),
                   {"x.npy", "found 0 bytes of values, expected 3298534883328"}));
    writeFileAtomically(fixture.folder / "d.npz", std::string_view("PK\3\4 and nothing"));
    CHECK(mentions(errorOf([&] { return fixture.load(); }), {"d.npz", "not an NPZ (zip) file"}));
}
