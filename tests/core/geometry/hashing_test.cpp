// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/errors.h"

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult hashing(Params params, std::size_t threads = 0) {
    params.set("points", std::int64_t{200});
    params.set("queries", std::int64_t{50});
    StudyResult result;
    withThreads(threads, [&] { result = runStudy(Component("hashing", std::move(params)), {}); });
    return result;
}

} // namespace

TEST_CASE("shares of different bits meet both laws at every angle", "[geometry]") {
    const std::int64_t samples = 1200;
    const StudyResult result =
        hashing({{"dimension", std::int64_t{128}}, {"bits", std::int64_t{128}}, {"samples", samples}});
    const auto column = [&](const char* name) { return result.table.find(name)->values; };
    const auto angle = column("angle_deg");
    REQUIRE(angle.size() == 11);
    for (std::size_t i = 0; i < angle.size(); ++i) {
        INFO(angle[i]);
        const double root = std::sqrt(static_cast<double>(samples));
        CHECK(column("fraction")[i] == Approx(angle[i] / 180).margin(5 * column("theory_deviation")[i] / root));
        CHECK(column("rotation_fraction")[i] ==
              Approx(angle[i] / 180).margin(5 * column("theory_rotation_deviation")[i] / root));
        CHECK(column("deviation")[i] == Approx(column("theory_deviation")[i]).epsilon(4.5 / std::sqrt(2.0 * samples)));
        CHECK(column("rotation_deviation")[i] ==
              Approx(column("theory_rotation_deviation")[i]).epsilon(4.5 / std::sqrt(2.0 * samples) + 0.01));
    }
    CHECK(result.measured().at("code_angle_deg") == Approx(60).margin(0.5));
}

TEST_CASE("the law of spread for a rotation holds for fewer and for more bits than dimensions", "[geometry]") {
    for (const std::int64_t bits : {std::int64_t{32}, std::int64_t{160}}) {
        INFO(bits);
        const auto result = hashing(
            {{"angle", 90.0}, {"dimension", std::int64_t{64}}, {"bits", bits}, {"samples", std::int64_t{3000}}});
        CHECK(result.measured().at("rotation_deviation") ==
              Approx(result.theory().at("rotation_deviation")).epsilon(0.06));
        CHECK(result.theory().at("rotation_deviation") < 0.95 * result.theory().at("deviation"));
    }
}

TEST_CASE("Hadamard needs more than one round for vectors along the axes", "[geometry]") {
    const auto fraction = [](std::int64_t rounds) {
        return hashing({{"angle", 30.0},
                        {"dimension", std::int64_t{100}},
                        {"rotation", std::string("hadamard")},
                        {"rounds", rounds},
                        {"samples", std::int64_t{400}}})
            .measured()
            .at("rotation_fraction");
    };
    CHECK(fraction(1) == 0);
    CHECK(fraction(3) == Approx(30 / 180.0).margin(0.01));
}

TEST_CASE("a search finds more with more bits", "[geometry]") {
    const StudyResult result =
        hashing({{"dimension", std::int64_t{64}}, {"bits", std::int64_t{200}}, {"samples", std::int64_t{16}}});
    const Figure& recall = result.figures.at(3);
    CHECK(recall.series[0].x == std::vector<double>{8, 16, 32, 64, 128, 200});
    for (const std::size_t series : {0U, 1U, 2U, 3U, 4U}) {
        CHECK(recall.series[series].y.front() < 0.6);
        CHECK(recall.series[series].y.back() > 0.95);
    }
    CHECK(result.measured().at("recall_at_1") == Approx(result.theory().at("recall_at_1")).margin(0.05));
}

TEST_CASE("the hashing study is the same on one thread and on two, and stops when told", "[geometry]") {
    const Params params{{"dimension", std::int64_t{40}}, {"bits", std::int64_t{50}}, {"samples", std::int64_t{2000}}};
    CHECK(hashing(params, 1).measured() == hashing(params, 2).measured());
    CHECK(mentions(errorOf([] { return hashing({{"dimension", std::int64_t{2000}}}); }), {"/dimension", "1024"}));
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("hashing", {}), context).measured().at("samples") == 0);
}
