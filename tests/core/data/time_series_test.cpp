// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

using namespace orthant;

namespace {

struct Fixture {
    TemporaryFolder folder;

    void store(const std::string& name, const std::string& text) const { writeFileAtomically(folder / name, text); }
    Dataset load(const std::string& train, Params params = {}) const {
        params.set("train", train);
        return loadDataset(Component("time_series", std::move(params)), {folder.path(), nullptr});
    }
    std::string error(const std::string& train, const Params& params = {}) const {
        return errorOf([&] { return load(train, params); });
    }
};

} // namespace

TEST_CASE("A training file finds its test file, and the series become images of height 1") {
    const Fixture fixture;
    fixture.store("Gun_TRAIN.tsv", "10\t1\t2\t3\n-1\t4\t5\t6\n2\t0\t0\t1\n");
    fixture.store("Gun_TEST.tsv", "2\t7\t8\t9\n");
    const Dataset set = fixture.load("Gun_TRAIN.tsv", {{"standardize", false}});
    CHECK(set.title == "Gun");
    CHECK(set.sampleShape == Shape{1, 3});
    CHECK(set.classNames == std::vector<std::string>{"-1", "2", "10"});
    CHECK(set.classes == 3);
    CHECK(set.train.labels == std::vector<std::uint16_t>{2, 0, 1});
    CHECK(set.test.labels == std::vector<std::uint16_t>{1});
    CHECK(set.train.inputs.shape() == Shape{3, 1, 3});
    CHECK(set.train.inputs.row(1)[2] == 6);
    CHECK(set.test.inputs.row(0)[0] == 7);

    fixture.store("other.csv", "2,1,1,1\n-1,2,2,2\n");
    CHECK(fixture.load("Gun_TRAIN.tsv", {{"test", std::string("other.csv")}}).test.size() == 2);
}

TEST_CASE("A standardized series has mean 0 and deviation 1, a constant one is 0") {
    const Fixture fixture;
    fixture.store("A_TRAIN", "1 1 2 3 4\n2 0.1 0.1 0.1 0.1\n1 1000000 1000001 1000002 1000003\n");
    fixture.store("A_TEST", "1 4 3 2 1\n");
    const Dataset set = fixture.load("A_TRAIN");
    // Mean 2.5, deviation sqrt(5 / 4).
    const double expected[] = {-1.3416407865, -0.4472135955, 0.4472135955, 1.3416407865};
    for (std::size_t t = 0; t < 4; ++t) {
        CHECK(set.train.inputs.row(0)[t] == Approx(expected[t]).margin(1e-6));
        CHECK(set.train.inputs.row(1)[t] == 0);
        CHECK(set.train.inputs.row(2)[t] == Approx(expected[t]).margin(1e-6));
        CHECK(set.test.inputs.row(0)[t] == Approx(expected[3 - t]).margin(1e-6));
    }
}

TEST_CASE("Classes of a file with a head are its names in the order of the alphabet") {
    const Fixture fixture;
    fixture.store("B_TRAIN.ts", "@data\n1,2:walk\n3,4:run\n");
    fixture.store("B_TEST.ts", "@data\n5,6:walk\n");
    const Dataset set = fixture.load("B_TRAIN.ts");
    CHECK(set.classNames == std::vector<std::string>{"run", "walk"});
    CHECK(set.train.labels == std::vector<std::uint16_t>{1, 0});
    CHECK(set.test.labels == std::vector<std::uint16_t>{1});
}

TEST_CASE("Files of time series that do not fit are errors that name the file") {
    const Fixture fixture;
    CHECK(mentions(fixture.error(""), {"/data/train: no file is given"}));
    CHECK(mentions(fixture.error("series.txt"), {"/data/test", "no test file is given", "has no TRAIN"}));
    CHECK(mentions(fixture.error("C_TRAIN.tsv"), {"C_TRAIN.tsv: there is no such file"}));
    fixture.store("C_TRAIN.tsv", "1\t1\t2\n2\t3\t4\n");
    CHECK(mentions(fixture.error("C_TRAIN.tsv"), {"C_TEST.tsv: there is no such file"}));
    fixture.store("C_TEST.tsv", "1\t1\t2\t3\n");
    CHECK(mentions(fixture.error("C_TRAIN.tsv"),
                   {"C_TEST.tsv: found series of 3 values, expected 2 as in", "C_TRAIN.tsv"}));
    fixture.store("C_TEST.tsv", "1\t1\tNaN\n");
    CHECK(mentions(fixture.error("C_TRAIN.tsv"), {"C_TEST.tsv, line 1: value 2 is missing"}));
    fixture.store("C_TRAIN.tsv", "1\t1\t2\n");
    fixture.store("C_TEST.tsv", "1\t1\t2\n");
    CHECK(mentions(fixture.error("C_TRAIN.tsv"), {"the data has 1 different labels, expected 2 to 1000"}));
}
