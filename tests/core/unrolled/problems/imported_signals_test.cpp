// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/unrolled/problems/helpers.h"
#include "tests/errors.h"

#include "core/io/bundle.h"
#include "core/io/file.h"
#include "tests/temporary_folder.h"

#include <set>

using namespace orthant;

namespace {

/// Twenty signals of four values; the first value is the number of the signal.
void writeSignals(const TemporaryFolder& folder) {
    std::vector<float> rows(20 * 4), columns(20 * 4);
    for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            rows[i * 4 + j] = columns[j * 20 + i] = j == 0 ? static_cast<float>(i + 1) : j == 1 ? 0.5F : 0.0F;
    writeNpy(folder / "rows.npy", Array::of<float>(ElementType::F32, {20, 4}, rows));
    writeNpy(folder / "columns.npy", Array::of<float>(ElementType::F32, {4, 20}, columns));
    writeNpy(folder / "pictures.npy", Array::of<float>(ElementType::F32, {20, 2, 2}, rows));
    writeNpy(folder / "few.npy", Array::of<float>(ElementType::F32, {5, 16}, rows));
    writeFileAtomically(
        folder / "a.mtx",
        std::string_view("%%MatrixMarket matrix coordinate real general\n2 4 3\n1 1 2\n2 2 1\n2 4 1\n"));
}

Problem own(const TemporaryFolder& folder, const char* file, Params more = {}) {
    more.set("signals", std::string(file));
    more.set("operator", Component("imported", {{"file", std::string("a.mtx")}}));
    return test::problemOf("imported_signals", std::move(more), 1, folder.path());
}

std::set<float> numbers(const Problem& problem, Part part, std::size_t count) {
    const test::Drawn rows = test::drawn(problem, count, part);
    std::set<float> result;
    for (std::size_t r = 0; r < count; ++r)
        result.insert(rows.x.row(r)[0]);
    return result;
}

} // namespace

TEST_CASE("signals of the user are divided among the parts and measured with her matrix", "[unrolled]") {
    const TemporaryFolder folder;
    writeSignals(folder);
    const Problem problem = own(folder, "rows.npy");
    CHECK(problem.available == 16);
    CHECK(problem.wholes == 2);
    std::set<float> all = numbers(problem, Part::Train, 16);
    CHECK(all.size() == 16);
    CHECK(numbers(problem, Part::Train, 100) == all); // from the start again
    for (const Part part : {Part::Validation, Part::Test}) {
        const std::set<float> two = numbers(problem, part, 2);
        CHECK(two.size() == 2);
        all.insert(two.begin(), two.end());
    }
    CHECK(all.size() == 20);
    const test::Drawn rows = test::drawn(problem, 3);
    for (std::size_t r = 0; r < 3; ++r) {
        CHECK(rows.y.row(r)[0] == 2 * rows.x.row(r)[0]);
        CHECK(rows.y.row(r)[1] == 0.5F);
    }
    CHECK(numbers(own(folder, "columns.npy", {{"layout", std::string("columns")}}), Part::Train, 16) ==
          numbers(problem, Part::Train, 16));
    const Problem noisy = own(folder, "rows.npy", {{"noiseless", false}, {"snr", 20.0}});
    CHECK(test::noiseShare(noisy, test::drawn(noisy, 16)) > 0.001);
}

TEST_CASE("pictures of the user keep their form, and may be sparse in cosines", "[unrolled]") {
    const TemporaryFolder folder;
    writeSignals(folder);
    const Problem problem = own(folder, "pictures.npy", {{"sparsifier", std::string("dct")}});
    CHECK(problem.kind == SignalKind::Image);
    CHECK(problem.signalShape == Shape{2, 2});
    REQUIRE(problem.sparsifier.shape() == Shape{4, 4});
    for (std::size_t i = 0; i < 16; ++i)
        CHECK(std::abs(problem.sparsifier[i]) == Approx(0.5)); // the 2 x 2 cosine transform
    CHECK(problem.whole(0).original.shape() == Shape{2, 2});
}

TEST_CASE("signals that cannot be used are refused with their file", "[unrolled]") {
    const TemporaryFolder folder;
    writeSignals(folder);
    CHECK(mentions(errorOf([&] { return own(folder, ""); }), {"/problem/signals", "no file"}));
    CHECK(mentions(errorOf([&] { return own(folder, "few.npy"); }), {"few.npy", "5 signals", "at least 10"}));
    CHECK(mentions(errorOf([&] { return own(folder, "columns.npy"); }), {"columns.npy"}));
    CHECK(mentions(errorOf([&] {
                       Params more{{"signals", std::string("rows.npy")}, {"operator", Component("identity")}};
                       return test::problemOf("imported_signals", more, 1, folder.path());
                   }),
                   {"rows.npy", "4 values", "64"}));
}
