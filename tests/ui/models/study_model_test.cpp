// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/ui/session_fixture.h"

#include "ui/models/study_model.h"

#include <cmath>

using namespace orthant;
using namespace orthant::ui;

namespace {

Component angle(std::int64_t dimension, std::int64_t samples) {
    return Component("angle", {{"dimension", dimension}, {"samples", samples}});
}

double mean(const StudyModel& model) { return model.result()->measured().at("mean_deg"); }

} // namespace

TEST_CASE("a study that was asked for is measured to its end, with estimates on the way", "[ui]") {
    StudyModel model;
    int changes = 0;
    QObject::connect(&model, &StudyModel::changed, [&] { ++changes; });
    CHECK(model.result() == nullptr);
    model.request(angle(1000, 20000), 1);
    CHECK(model.busy());
    REQUIRE(waitFor([&] { return !model.busy(); }));
    CHECK(changes >= 2);
    CHECK(!model.error());
    CHECK(model.progress() == Approx(1));
    CHECK(model.result()->measured().at("samples") >= 20000);
    CHECK(mean(model) == Approx(37.047).margin(0.03));
}

TEST_CASE("the newest parameters win, and nothing of older ones is shown after them", "[ui]") {
    StudyModel model;
    bool asked = false;
    std::vector<double> seen;
    QObject::connect(&model, &StudyModel::changed, [&] {
        if (asked) seen.push_back(mean(model));
    });
    for (const std::int64_t d : {100, 200, 300, 400}) model.request(angle(d, 10'000'000), 1);
    REQUIRE(waitFor([&] { return model.result() != nullptr; })); // ten million vectors are far from done
    model.request(angle(2, 5000), 1);
    asked = true;
    REQUIRE(waitFor([&] { return !model.busy(); }));
    REQUIRE(!seen.empty());
    for (const double m : seen) CHECK(m == Approx(22.5).margin(3)); // never the 36 degrees of the others
}

TEST_CASE("a cancelled study keeps its estimate, and a wrong one says why", "[ui]") {
    StudyModel model;
    model.request(angle(500, 10'000'000), 1);
    REQUIRE(waitFor([&] { return model.result() != nullptr; }));
    model.cancel();
    REQUIRE(waitFor([&] { return !model.busy(); }));
    CHECK(model.result()->measured().at("samples") < 1e7);
    CHECK(mean(model) == Approx(37).margin(0.5));

    model.request(angle(1, 100), 1);
    REQUIRE(waitFor([&] { return !model.busy(); }));
    REQUIRE(model.error());
    CHECK(model.error()->where() == "/dimension");
    CHECK(model.result() != nullptr); // the last good picture stays
}

TEST_CASE("a model that goes away stops its study", "[ui]") {
    auto model = std::make_unique<StudyModel>();
    model->request(angle(1000, 10'000'000), 1);
    REQUIRE(waitFor([&] { return model->result() != nullptr; }));
    model.reset(); // would take half a minute if it waited for the end
    SUCCEED();
}
