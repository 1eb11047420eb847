// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of every data set in the catalogue.
#include "core/data/dataset.h"

#include "core/base/parallel.h"
#include "tests/catch.h"
#include "tests/errors.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace orthant;

namespace {

/// Small parameters for the sets that need no file.
std::vector<Component> generated() {
    std::vector<Component> result;
    for (const DatasetEntry& entry : datasets()) {
        const bool needsFile = std::any_of(entry.params.begin(), entry.params.end(),
                                           [](const ParamSpec& spec) { return spec.kind == ParamKind::Path; });
        if (!needsFile)
            result.emplace_back(entry.id, Params{{"train", std::int64_t{200}}, {"test", std::int64_t{100}}});
    }
    return result;
}

Component with(const Component& data, const std::string& id, ParamValue value) {
    Params params = *data.params;
    params.set(id, std::move(value));
    return Component(data.id, std::move(params));
}

bool sameValues(const Samples& a, const Samples& b) {
    return a.labels == b.labels && std::ranges::equal(a.inputs.values(), b.inputs.values());
}

} // namespace

TEST_CASE("Every data set says what it is, and its defaults pass their own checks") {
    REQUIRE(datasets().size() >= 5);
    for (const DatasetEntry& entry : datasets()) {
        INFO(entry.id);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.summary.empty());
        CHECK_FALSE(entry.source.empty());
        CHECK(entry.load);
        std::set<std::string> ids;
        for (const ParamSpec& spec : entry.params) {
            INFO(spec.id);
            CHECK(ids.insert(spec.id).second);
            CHECK_FALSE(spec.title.empty());
            CHECK_FALSE(spec.help.empty());
            CHECK_NOTHROW(checkValue(spec, spec.defaultValue, spec.id));
            if (spec.kind == ParamKind::Integer || spec.kind == ParamKind::Real)
                CHECK((std::isfinite(spec.minimum) && std::isfinite(spec.maximum)));
        }
    }
}

TEST_CASE("Generated data sets have the sizes, shapes and labels that they claim") {
    for (const Component& data : generated()) {
        INFO(data.id);
        const Dataset set = loadDataset(data, {});
        CHECK_FALSE(set.title.empty());
        CHECK(set.classes >= 2);
        CHECK(set.classNames.size() == set.classes);
        CHECK(set.train.size() == 200);
        CHECK(set.test.size() == 100);
        for (const Samples* samples : {&set.train, &set.test}) {
            Shape shape = {samples->size()};
            shape.insert(shape.end(), set.sampleShape.begin(), set.sampleShape.end());
            CHECK(samples->inputs.shape() == shape);
            const std::set<std::uint16_t> labels(samples->labels.begin(), samples->labels.end());
            CHECK(labels.size() == set.classes); // all classes are there, and no other
            CHECK(*labels.rbegin() == set.classes - 1);
            CHECK(std::ranges::all_of(samples->inputs.values(),
                                      [](float v) { return std::isfinite(v) && std::abs(v) < 2; }));
        }
    }
}

TEST_CASE("A sample depends on the seed and its index, not on the number of samples or threads") {
    for (const Component& data : generated()) {
        INFO(data.id);
        const Dataset set = loadDataset(data, {});
        Dataset again;
        withThreads(1, [&] { again = loadDataset(data, {}); });
        CHECK(sameValues(set.train, again.train));
        CHECK(sameValues(set.test, again.test));

        const Dataset larger = loadDataset(with(data, "train", std::int64_t{300}), {});
        CHECK(std::equal(set.train.labels.begin(), set.train.labels.end(), larger.train.labels.begin()));
        CHECK(
            std::ranges::equal(set.train.inputs.values(), larger.train.inputs.values().first(set.train.inputs.size())));
        CHECK(sameValues(set.test, larger.test));

        const Dataset other = loadDataset(with(data, "seed", std::int64_t{2}), {});
        CHECK_FALSE(sameValues(set.train, other.train));
        CHECK_FALSE(std::equal(set.test.labels.begin(), set.test.labels.end(), set.train.labels.begin()));
    }
}

TEST_CASE("Loading an unknown data set or with a wrong parameter is an error with its place") {
    CHECK(mentions(errorOf([] { return loadDataset(Component("glyph"), {}); }),
                   {"/data/id", "unknown data set 'glyph'", "Did you mean 'glyphs'?"}));
    CHECK(mentions(errorOf([] {
                       return loadDataset(Component("glyphs", {{"seeds", std::int64_t{1}}}), {});
                   }),
                   {"/data/seeds", "Did you mean 'seed'?"}));
    CHECK(mentions(errorOf([] {
                       return loadDataset(Component("glyphs", {{"difficulty", 2.0}}), {});
                   }),
                   {"/data/difficulty", "from 0 to 1, found 2"}));
    CHECK(mentions(errorOf([] {
                       return loadDataset(Component("glyphs", {{"train", std::int64_t{100000000}}}), {});
                   }),
                   {"/data/train"}));
}

TEST_CASE("Loading stops when it is asked to") {
    std::stop_source source;
    source.request_stop();
    Progress progress(source.get_token());
    for (const Component& data : generated())
        CHECK(mentions(errorOf([&] { return loadDataset(data, {{}, &progress}); }), {"stopped"}));
}
