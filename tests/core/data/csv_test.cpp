// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"
#include "core/io/file.h"

#include "tests/catch.h"
#include "tests/errors.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <set>

using namespace orthant;

namespace {

/// Twenty rows; x counts, constant stays, and the class is 3 or 7.
std::string exampleText() {
    std::string text = "class,x,constant\n";
    for (int i = 0; i < 20; ++i)
        text += std::to_string(i % 2 ? 7 : 3) + "," + std::to_string(i) + ",5\n";
    return text;
}

struct Fixture {
    TemporaryFolder folder;

    Dataset load(const std::string& text, Params params = {}) const {
        writeFileAtomically(folder / "t.csv", text);
        if (!params.has("file")) params.set("file", std::string("t.csv"));
        return loadDataset(Component("csv", std::move(params)), {folder.path(), nullptr});
    }
    std::string errorFor(const std::string& text, const Params& params = {}) const {
        return errorOf([&] { return load(text, params); });
    }
};

} // namespace

TEST_CASE("A CSV table becomes training and test samples, each row in one of them") {
    const Fixture fixture;
    const Dataset set =
        fixture.load(exampleText(), {{"label", std::string("class")}, {"standardize", false}, {"testShare", 0.25}});
    CHECK(set.title == "t");
    CHECK(set.sampleShape == Shape{2});
    CHECK(set.classes == 2);
    CHECK(set.classNames == std::vector<std::string>{"3", "7"});
    CHECK(set.train.size() == 15);
    CHECK(set.test.size() == 5);
    std::set<float> seen;
    for (const Samples* samples : {&set.train, &set.test})
        for (std::size_t i = 0; i < samples->size(); ++i) {
            const float x = samples->inputs[2 * i];
            seen.insert(x);
            CHECK(samples->labels[i] == static_cast<int>(x) % 2);
            CHECK(samples->inputs[2 * i + 1] == 5);
        }
    CHECK(seen.size() == 20);
}

TEST_CASE("The split depends on the seed") {
    const Fixture fixture;
    const Params params{{"label", std::string("class")}};
    const Dataset a = fixture.load(exampleText(), params), b = fixture.load(exampleText(), params);
    CHECK(std::ranges::equal(a.test.inputs.values(), b.test.inputs.values()));
    Params other = params;
    other.set("seed", std::int64_t{2});
    CHECK_FALSE(std::ranges::equal(a.test.inputs.values(), fixture.load(exampleText(), other).test.inputs.values()));
}

TEST_CASE("The label is the last column unless a name or a number from 1 says otherwise") {
    const Fixture fixture;
    const std::string text = "left,right\n1,0\n2,1\n3,0\n4,1\n";
    CHECK(fixture.load(text).classes == 2);
    CHECK(fixture.load(text, {{"label", std::string("2")}}).classes == 2);
    CHECK(fixture.load(text, {{"label", std::string("1")}}).classes == 4);
    CHECK(fixture.load(text, {{"label", std::string("left")}}).classes == 4);
    CHECK(mentions(fixture.errorFor(text, {{"label", std::string("3")}}),
                   {"/data/label", "no column '3'", "Known: left, right"}));
}

TEST_CASE("Standardized features have mean 0 and deviation 1 over the training rows, a constant one is 0") {
    const Fixture fixture;
    const Dataset set = fixture.load(exampleText(), {{"label", std::string("class")}});
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < set.train.size(); ++i) {
        sum += set.train.inputs[2 * i];
        squares += std::pow(set.train.inputs[2 * i], 2);
        CHECK(set.train.inputs[2 * i + 1] == 0);
    }
    CHECK(sum == Approx(0).margin(1e-5));
    CHECK(squares / static_cast<double>(set.train.size()) == Approx(1).epsilon(1e-5));
    // The test rows are moved by the same amounts: neighbours of x stay equally far apart.
    const Dataset raw = fixture.load(exampleText(), {{"label", std::string("class")}, {"standardize", false}});
    const double scale = (set.train.inputs[0] - set.train.inputs[2]) / (raw.train.inputs[0] - raw.train.inputs[2]);
    CHECK(set.test.inputs[0] - set.train.inputs[0] ==
          Approx(scale * (raw.test.inputs[0] - raw.train.inputs[0])).epsilon(1e-4));
}

TEST_CASE("A CSV table that cannot be learned from is an error with file and row") {
    const Fixture fixture;
    CHECK(mentions(fixture.errorFor("a,b\n1,0\n2,0.5\n"),
                   {"t.csv", "data row 2", "column 'b'", "is 0.5, expected a whole number"}));
    CHECK(mentions(fixture.errorFor("a,b\n1,0\n2,\n"), {"data row 2", "is empty, expected a whole number"}));
    CHECK(
        mentions(fixture.errorFor("a,b\n1,0\n,1\n"), {"data row 2", "column 'a'", "is empty or not a finite number"}));
    CHECK(mentions(fixture.errorFor("a,b\n1,0\n1e39,1\n"), {"column 'a'", "not a finite number"}));
    CHECK(mentions(fixture.errorFor("a,b\n1,0\n2,0\n"), {"1 different labels, expected 2 to 1000"}));
    CHECK(mentions(fixture.errorFor("a\n1\n2\n"), {"found 1 columns"}));
    CHECK(mentions(fixture.errorFor(""), {"found 0 columns"}));
    CHECK(mentions(fixture.errorFor("a,b\n"), {"0 different labels"}));
    CHECK(mentions(fixture.errorFor("a,b\n1,x\n"), {"t.csv, line 2, column 2"}));
    CHECK(mentions(fixture.errorFor("", {{"file", std::string("none.csv")}}), {"none.csv", "no such file"}));
    CHECK(mentions(fixture.errorFor("", {{"file", std::string()}}), {"/data/file", "no file is given"}));
}
