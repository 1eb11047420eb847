// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bundle.h"

#include "core/io/file.h"
#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/places.h"
#include "tests/python.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

namespace {

Bundle exampleBundle() {
    Bundle bundle;
    const float weights[] = {0.5F, -1, 2, 1e-30F};
    const std::int8_t signs[] = {1, -1, 1};
    const std::uint64_t words[] = {~std::uint64_t{0}, 1};
    bundle.arrays["layer0.weights"] = Array::of<float>(ElementType::F32, {2, 2}, weights);
    bundle.arrays["signs"] = Array::of<std::int8_t>(ElementType::I8, {3}, signs);
    bundle.arrays["words"] = Array::of<std::uint64_t>(ElementType::U64, {1, 2}, words);
    bundle.arrays["none"] = Array{ElementType::F64, {0, 4}, {}};
    bundle.metadata = {{"format", "1"}, {"name", "gl\xc3\xbc"}};
    return bundle;
}

} // namespace

TEST_CASE("A bundle comes back from an NPZ file with types, shapes, values and metadata") {
    const TemporaryFolder folder;
    const Bundle bundle = exampleBundle();
    writeNpz(folder / "model.npz", bundle);
    const Bundle back = readNpz(folder / "model.npz");
    CHECK(back.metadata == bundle.metadata);
    REQUIRE(back.arrays.size() == bundle.arrays.size());
    for (const auto& [name, array] : bundle.arrays) {
        CHECK(back.at(name).type == array.type);
        CHECK(back.at(name).shape == array.shape);
        CHECK(back.at(name).bytes == array.bytes);
    }
}

TEST_CASE("The same bundle gives the same NPZ bytes") {
    const TemporaryFolder folder;
    writeNpz(folder / "a.npz", exampleBundle());
    writeNpz(folder / "b.npz", exampleBundle());
    CHECK(readRawFile(folder / "a.npz") == readRawFile(folder / "b.npz"));
}

TEST_CASE("An empty bundle is an empty NPZ file") {
    const TemporaryFolder folder;
    writeNpz(folder / "empty.npz", Bundle{});
    CHECK(readNpz(folder / "empty.npz").arrays.empty());
}

TEST_CASE("numpy loads our NPZ with the right types, and we load stored and deflated ones from numpy") {
    const TemporaryFolder folder;
    writeNpz(folder / "ours.npz", exampleBundle());
    writeNpz(folder / "empty.npz", Bundle{});
    const auto output =
        runNumpy("import os; os.chdir('" + folder.path().string() +
                 "')\n"
                 "d = np.load('ours.npz')\n"
                 "for k in sorted(d): print(k, d[k].dtype, d[k].shape, d[k].tolist() if k != 'metadata.json' else "
                 "bytes(d[k]).decode())\n"
                 "print(len(np.load('empty.npz').files))\n"
                 "x = np.arange(6000, dtype=np.int32).reshape(60, 100)\n"
                 "np.savez('stored.npz', x=x, y=x.T); np.savez_compressed('deflated.npz', x=x, y=x.T)\n");
    if (!output) {
        WARN("skipped: no Python with numpy");
        return;
    }
    CHECK(*output == "layer0.weights float32 (2, 2) [[0.5, -1.0], [2.0, 1.0000000031710769e-30]]\n"
                     "metadata.json uint8 (28,) {\"format\":\"1\",\"name\":\"gl\xc3\xbc\"}\n"
                     "none float64 (0, 4) []\n"
                     "signs int8 (3,) [1, -1, 1]\n"
                     "words uint64 (1, 2) [[18446744073709551615, 1]]\n"
                     "0\n");
    for (const char* name : {"stored.npz", "deflated.npz"}) {
        const Bundle bundle = readNpz(folder / name);
        const std::vector<double> x = bundle.at("x").toDoubles(), y = bundle.at("y").toDoubles();
        CHECK(bundle.at("x").type == ElementType::I32);
        CHECK(bundle.at("y").shape == std::vector<std::size_t>{100, 60});
        CHECK((x[0] == 0 && x[101] == 101 && x[5999] == 5999));
        CHECK((y[1] == 100 && y[60] == 1 && y[5999] == 5999));
    }
}

TEST_CASE("A deflated NPZ file of NumPy 1.24 is read: both byte orders, both storage orders, truth values, no "
          "dimensions, no values") {
    const Bundle bundle = readNpz(sourceFolder() / "tests/golden/numpy_1_24.npz");
    REQUIRE(bundle.arrays.size() == 7);
    const auto check = [&](const char* name, ElementType type, std::vector<std::size_t> shape, auto expected) {
        INFO(name);
        const Array& array = bundle.at(name);
        CHECK(array.type == type);
        CHECK(array.shape == shape);
        const std::vector<double> values = array.toDoubles();
        for (std::size_t i = 0; i < values.size(); ++i)
            CHECK(values[i] == expected(static_cast<double>(i)));
    };
    check("plain", ElementType::F64, {2, 3, 4}, [](double i) { return i / 4; });
    check("fortran", ElementType::F32, {2, 3, 4}, [](double i) { return i / 4; });
    check("big", ElementType::I32, {2, 3, 4}, [](double i) { return std::floor(i / 4); });
    check("bools", ElementType::U8, {2, 3, 4}, [](double i) { return i / 4 > 3 ? 1.0 : 0.0; });
    check("scalar", ElementType::U64, {}, [](double) { return 0x1p63; });
    check("empty", ElementType::I16, {0, 5}, [](double) { return 0.0; });
    check("signed", ElementType::I8, {6}, [](double i) { return i - 3; });
    CHECK(bundle.at("scalar").bytes.front() == std::byte{1}); // 2^63 + 1, which no double holds
}

TEST_CASE("Damaged NPZ files are errors that name the file and the entry") {
    const TemporaryFolder folder;
    writeNpz(folder / "model.npz", exampleBundle());
    const std::vector<std::byte> good = readRawFile(folder / "model.npz");
    const auto error = [](std::span<const std::byte> bytes) {
        return errorOf([&] { return parseNpz(bytes, "m.npz"); });
    };
    CHECK(error(good).empty());
    CHECK(mentions(error({}), {"m.npz", "not an NPZ (zip) file"}));
    CHECK(mentions(error(std::span(good).first(good.size() / 2)), {"m.npz", "not an NPZ (zip) file"}));

    // A value that was changed no longer fits the check sum of its entry.
    std::vector<std::byte> flipped = good;
    const std::string name = "layer0.weights.npy";
    const auto at = std::search(flipped.begin(), flipped.end(), name.begin(), name.end(),
                                [](std::byte a, char b) { return a == static_cast<std::byte>(b); });
    REQUIRE(at != flipped.end());
    *(at + static_cast<std::ptrdiff_t>(name.size()) + 128) ^= std::byte{1};
    CHECK(mentions(error(flipped), {"m.npz, entry 'layer0.weights.npy'", "CRC"}));
}

TEST_CASE("The name of the metadata cannot be used for an array beside it") {
    const TemporaryFolder folder;
    Bundle bundle = exampleBundle();
    bundle.arrays["metadata.json"] = bundle.arrays["signs"];
    CHECK(mentions(errorOf([&]() -> int { return writeNpz(folder / "x.npz", bundle), 0; }), {"metadata.json"}));
}
