// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/study.h"
#include "tests/catch.h"

#include <cmath>
#include <set>

using namespace orthant;

namespace {

StudyResult twoWeights(const Params& params) { return runStudy(Component("two_weights", params), {}); }

const FigureSeries& series(const Figure& figure, const std::string& name) {
    for (const FigureSeries& s : figure.series)
        if (s.name == name) return s;
    throw Error("no series " + name);
}

} // namespace

TEST_CASE("BinaryConnect uses corners only and hops, while a soft map slides on its way to one", "[geometry]") {
    const StudyResult result = twoWeights({});
    REQUIRE(result.figures.size() == 5);
    const FigureSeries &hops = series(result.figures[0], "used F(w*)"), &slides = series(result.figures[2], "used F(w*)");
    std::set<std::pair<double, double>> corners;
    for (std::size_t i = 0; i < hops.x.size(); ++i) {
        CHECK(std::abs(hops.x[i]) == 1);
        CHECK(std::abs(hops.y[i]) == 1);
        corners.insert({hops.x[i], hops.y[i]});
    }
    CHECK(corners.size() > 1);
    double longest = 0; // before the map is steep
    for (std::size_t i = 1; i < slides.x.size() / 2; ++i)
        longest = std::max(longest, std::hypot(slides.x[i] - slides.x[i - 1], slides.y[i] - slides.y[i - 1]));
    CHECK(longest < 0.5);
}

TEST_CASE("every method ends in the corner beside the minimum, where it is the best one", "[geometry]") {
    const StudyResult result = twoWeights({{"minimumX", 0.9}, {"minimumY", 0.8}, {"quantizer", Component("poly_plus")}});
    REQUIRE(result.readings.size() == 4);
    for (const Reading& reading : result.readings) {
        INFO(reading.title);
        CHECK(reading.measured == Approx(reading.theory));
    }
}

TEST_CASE("contours have the losses of their note, and a float pair goes down to the minimum", "[geometry]") {
    const Params params{{"stretch", 1.0}, {"minimumX", 0.5}, {"minimumY", -0.25}, {"rate", 0.1}, {"quantizer", Component("identity")}};
    const StudyResult result = twoWeights(params);
    const FigureSeries& contours = series(result.figures[3], "contours"); // circles here: the loss is (w - c)^2 / 2
    const double losses[] = {0.02, 0.1, 0.3, 0.7, 1.5};
    REQUIRE(contours.x.size() == 5 * 181);
    for (std::size_t i = 0; i < contours.x.size(); ++i) {
        const double x = contours.x[i] - 0.5, y = contours.y[i] + 0.25;
        CHECK((x * x + y * y) / 2 == Approx(losses[i / 181]));
    }
    const FigureSeries& path = series(result.figures[3], "latent w*");
    for (std::size_t t = 0; t < path.x.size(); t += 10) // each step takes off a tenth of the distance
        CHECK(path.x[t] - 0.5 == Approx(-1.3 * std::pow(0.9, t)).margin(1e-12));
}
