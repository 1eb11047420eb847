// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

ParamValue text(const char* value) { return std::string(value); }
ParamValue whole(std::int64_t value) { return value; }

Reading reading(const char* study, const Params& params, const std::string& id) {
    const StudyResult result = runStudy(Component(study, params), {});
    for (const Reading& r : result.readings)
        if (r.id == id) return r;
    throw Error("no reading " + id);
}

} // namespace

TEST_CASE("permuted inputs leave the cosine of the angle, whatever r was before", "[geometry]") {
    struct Row {
        const char* name;
        Params params;
        double before, after;
    };
    const Params aligned{{"inputs", text("power_law")},
                         {"filters", text("aligned")},
                         {"alignment", 0.5},
                         {"dimension", whole(256)},
                         {"pairs", whole(100000)}};
    Params edges{{"inputs", text("patches")},
                 {"patchLength", 20.0},
                 {"channelCorrelation", 0.95},
                 {"filters", text("zero_mean")},
                 {"pairs", whole(200000)}};
    const Params smooth{{"inputs", text("ar1")},  {"filters", text("ar1")},   {"filterCorrelation", 0.9},
                        {"dimension", whole(64)}, {"binarize", text("both")}, {"pairs", whole(200000)}};
    for (const Row& row : {Row{"aligned", aligned, 0.923, 0.797885}, Row{"edges", edges, 0.393162, 0.797885},
                           Row{"both", smooth, 0.847714, 0.636620}}) {
        INFO(row.name);
        const Reading before = reading("dot_products", row.params, "correlation"),
                      after = reading("permutation_control", row.params, "correlation");
        CHECK(std::abs(before.measured - row.before) <= 5 * before.standardError + 6e-3);
        CHECK(std::abs(after.measured - row.after) <= 5 * after.standardError + 4e-3);
        CHECK(after.theory == Approx(row.after).margin(2e-3)); // filters of a power law have entries of unlike variance
        const Reading cosine = reading("permutation_control", row.params, "cosine");
        CHECK(std::abs(after.measured - cosine.measured) <= 5 * after.standardError + 4e-3);
        const Reading gain = reading("permutation_control", row.params, "gain");
        CHECK(gain.theory == 1);
        CHECK(std::abs(gain.measured - 1) <= 5 * gain.standardError + 0.01);
    }
}

TEST_CASE("the two studies of dot products have the same parameters and lead to each other", "[geometry]") {
    const StudyEntry *plain = nullptr, *permuted = nullptr;
    for (const StudyEntry& entry : studyCatalogue()) {
        if (entry.id == "dot_products") plain = &entry;
        if (entry.id == "permutation_control") permuted = &entry;
    }
    REQUIRE((plain && permuted));
    CHECK(plain->variant == permuted->id);
    CHECK(permuted->variant == plain->id);
    REQUIRE(plain->params.size() == permuted->params.size());
    for (std::size_t i = 0; i < plain->params.size(); ++i)
        CHECK(plain->params[i].id == permuted->params[i].id);
}
