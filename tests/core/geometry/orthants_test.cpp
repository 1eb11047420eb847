// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/errors.h"

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult orthants(std::int64_t d, const char* vector = "0.8, 0.3", std::int64_t samples = 50000,
                     std::size_t threads = 0) {
    StudyResult result;
    withThreads(threads, [&] {
        result = runStudy(
            Component("orthants", {{"dimension", d}, {"vector", std::string(vector)}, {"samples", samples}}), {});
    });
    return result;
}

} // namespace

TEST_CASE("directions on circle and sphere have the closed densities", "[geometry]") {
    // Exact moments: the circle is even up to 45 degrees; the sphere by quadrature of its density, apart from this
    // code.
    const double mean[] = {22.5, 28.118270}, deviation[] = {12.990381, 10.908546},
                 cosine[] = {2 * std::sqrt(2.0) / std::acos(-1.0), std::sqrt(0.75)};
    const double end[] = {45, 54.735610};
    for (const std::int64_t d : {2, 3}) {
        const auto i = static_cast<std::size_t>(d - 2);
        const StudyResult result = orthants(d);
        CHECK(result.measured().at("samples") == 50000);
        CHECK(result.measured().at("mean_deg") == Approx(mean[i]).margin(5 * deviation[i] / std::sqrt(50000.0)));
        CHECK(result.measured().at("deviation_deg") == Approx(deviation[i]).epsilon(0.015));
        CHECK(result.theory().at("mean_deg") == Approx(mean[i]).margin(1e-6));
        CHECK(result.measured().at("cosine") == Approx(cosine[i]).margin(5 * result.readings[3].standardError));
        const Figure& figure = result.figures[0];
        CHECK(figure.series[0].x.front() == 0);
        CHECK(figure.series[0].x.back() == Approx(end[i]));
        double mass = 0, worst = 0;
        const double width = figure.series[0].x[1];
        for (const double y : figure.series[0].y)
            mass += y * width;
        const auto &measured = result.table.find("density")->values,
                   &line = result.table.find("theory_density")->values;
        for (std::size_t bin = 0; bin < line.size(); ++bin)
            worst =
                std::max(worst, std::abs(measured[bin] - line[bin]) / std::sqrt((line[bin] + 0.001) / (50000 * width)));
        CHECK(mass == Approx(1));
        CHECK(worst < 5); // standard errors of a bin
    }
}

TEST_CASE("a vector meets the corner of its orthant", "[geometry]") {
    const auto angle = [](const char* vector) { return orthants(2, vector, 100).measured().at("vector_angle_deg"); };
    CHECK(angle("0.6, 0.8") == Approx(std::acos(1.4 / std::sqrt(2.0)) * 180 / std::acos(-1.0)));
    CHECK(angle("1, 1, 1, -1") == Approx(0).margin(1e-6));
    CHECK(angle("-5, 0, 0") == Approx(54.735610));
    CHECK(angle("1e200, 0") == Approx(45));
    CHECK(angle("3") == Approx(0).margin(1e-6));
    CHECK(orthants(2, "0.6, -0.8", 100).measured().at("vector_cosine") == Approx(1.4 / std::sqrt(2.0)));
    CHECK(orthants(2, "0.6, -0.8", 100).notes.front().find("(+1, -1)") != std::string::npos);
    CHECK(mentions(errorOf([] { return orthants(2, "0, 0"); }), {"/vector", "no direction"}));
    CHECK(mentions(errorOf([] { return orthants(2, ""); }), {"/vector", "0 entries"}));
    CHECK(mentions(errorOf([] { return orthants(2, "1; 2"); }), {"/vector", "'1;'"}));
}

TEST_CASE("the vector is on the plots of its own dimension", "[geometry]") {
    const StudyResult circle = orthants(2, "0, -2", 100), sphere = orthants(3, "1, 1, 0", 100),
                      lifted = orthants(50, "1, 1", 100);
    CHECK(circle.figures[1].series[1].x[0] == Approx(270));
    CHECK(circle.figures[1].series[1].y[0] == Approx(45));
    CHECK(circle.figures[1].series[0].y[45] == Approx(0).margin(1e-5));
    CHECK(sphere.figures[1].series[1].x[0] == Approx(0).margin(1e-9));
    CHECK(sphere.figures[1].series[1].y[0] == Approx(35.264390));
    REQUIRE(sphere.figures[2].tiles.size() == 1);
    const Tile& map = sphere.figures[2].tiles[0];
    REQUIRE(map.values.size() == map.width * map.height);
    CHECK(*std::max_element(map.values.begin(), map.values.end()) == Approx(54.7).margin(1.5));
    CHECK(*std::min_element(map.values.begin(), map.values.end()) < 1.5F);
    CHECK(lifted.figures.size() == 2);
    CHECK(lifted.figures[0].series.size() == 2);
    CHECK(lifted.notes.back().find("2 entries") != std::string::npos);
    CHECK(lifted.figures[1].series[3].y[0] == Approx(36.6).margin(1.5));
}

TEST_CASE("the orthants study is the same on one thread and on two, and stops when told", "[geometry]") {
    CHECK(orthants(5, "1, 2", 30001, 1).measured() == orthants(5, "1, 2", 30001, 2).measured());
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("orthants", {}), context).measured().at("samples") == 0);
}
