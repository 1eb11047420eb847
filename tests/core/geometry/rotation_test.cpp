// SPDX-License-Identifier: GPL-3.0-or-later
// The table was made by Monte Carlo apart from this code; its rotated means carry about 0.1 degrees of the few
// rotations.
#include "tests/catch.h"
#include "tests/errors.h"

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult rotation(Params params, std::size_t threads = 0) {
    StudyResult result;
    withThreads(threads, [&] { result = runStudy(Component("rotation", std::move(params)), {}); });
    return result;
}

const Reading& reading(const StudyResult& result, const std::string& id) {
    for (const Reading& r : result.readings)
        if (r.id == id) return r;
    throw std::logic_error("no reading " + id);
}

} // namespace

TEST_CASE("the rotation study meets the table of angles before and after", "[geometry]") {
    struct Row {
        std::int64_t d, samples;
        double k, plain, plainDeviation, rotated, rotatedDeviation;
    };
    for (const Row& row : {Row{10, 10000, 0.02, 34.76, 6.18, 34.6, 6.1}, Row{10, 10000, 0.1, 36.68, 6.54, 34.6, 6.2},
                           Row{100, 1500, 0.02, 45.40, 2.56, 36.8, 2.0}, Row{100, 1500, 0.1, 68.21, 2.15, 36.9, 2.0},
                           Row{100, 1500, 0.2, 74.27, 1.89, 36.8, 2.0}}) {
        INFO(row.d << ", " << row.k);
        const StudyResult result = rotation(
            {{"dimension", row.d}, {"exponent", row.k}, {"samples", row.samples}, {"rotations", std::int64_t{8}}});
        const auto measured = result.measured();
        const double n = measured.at("samples");
        CHECK(n >= static_cast<double>(row.samples));
        CHECK(measured.at("plain_deg") ==
              Approx(row.plain).margin(5 * row.plainDeviation * std::sqrt(1 / n + 1 / 20000.0) + 0.003));
        CHECK(measured.at("plain_deviation_deg") == Approx(row.plainDeviation).epsilon(5 / std::sqrt(2 * n) + 0.003));
        CHECK(measured.at("rotated_deg") == Approx(row.rotated).margin(0.3));
        CHECK(measured.at("rotated_deviation_deg") == Approx(row.rotatedDeviation).epsilon(0.08));
        const Reading& rotated = reading(result, "rotated_deg");
        CHECK(rotated.measured ==
              Approx(rotated.theory).margin(5 * rotated.standardError + 0.05)); // second order at d = 10
    }
}

TEST_CASE("without rotation nothing changes, and parts of it lie between", "[geometry]") {
    const auto at = [](double blend, const char* kind) {
        return rotation({{"dimension", std::int64_t{64}},
                         {"blend", blend},
                         {"rotation", std::string(kind)},
                         {"samples", std::int64_t{1000}}})
            .measured();
    };
    const auto none = at(1, "none"), haar = at(0, "haar");
    CHECK(none.at("rotated_deg") == none.at("plain_deg"));
    CHECK(haar.at("rotated_deg") == haar.at("plain_deg"));
    CHECK(haar.at("r_both_rotated") == haar.at("r_both"));
    for (const char* kind : {"haar", "hadamard"}) {
        const double part = at(0.3, kind).at("rotated_deg"), whole = at(1, kind).at("rotated_deg");
        CHECK(part < none.at("plain_deg") - 5);
        CHECK(part > whole + 3);
        CHECK(whole == Approx(36.7).margin(0.4));
    }
}

TEST_CASE("Hadamard fills up to a power of two and says so", "[geometry]") {
    const StudyResult result = rotation(
        {{"dimension", std::int64_t{100}}, {"rotation", std::string("hadamard")}, {"samples", std::int64_t{500}}});
    CHECK(result.notes.front().find("filled up with zeros to 128") != std::string::npos);
    CHECK(reading(result, "rotated_deg").measured == Approx(reading(result, "rotated_deg").theory).margin(0.5));
}

TEST_CASE("the rotation study draws both hills, the correlations and the way between", "[geometry]") {
    const StudyResult result = rotation({{"samples", std::int64_t{400}}});
    REQUIRE(result.figures.size() == 3);
    const Figure& angles = result.figures[0];
    CHECK(angles.series[0].x.size() == angles.series[0].y.size() + 1);
    double mass = 0;
    for (std::size_t i = 0; i < angles.series[0].y.size(); ++i)
        mass += angles.series[0].y[i] * (angles.series[0].x[i + 1] - angles.series[0].x[i]);
    CHECK(mass == Approx(1));
    CHECK(angles.series[2].x[0] == Approx(37.071435));
    CHECK(result.figures[1].series.size() == 4);
    CHECK(result.figures[2].series[0].y.front() == Approx(68.23).margin(0.01));
    CHECK(result.figures[2].series[0].y.back() == Approx(36.83).margin(0.01));
}

TEST_CASE("the rotation study is the same on one thread and on two, and stops when told", "[geometry]") {
    const Params params{{"dimension", std::int64_t{40}}, {"samples", std::int64_t{1000}}};
    CHECK(rotation(params, 1).measured() == rotation(params, 2).measured());
    CHECK(mentions(errorOf([] {
                       return rotation({{"dimension", std::int64_t{2000}}});
                   }),
                   {"/dimension", "1024", "hadamard"}));
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("rotation", {{"samples", std::int64_t{10000000}}}), context).measured().at("samples") ==
          0);
}
