// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"

#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

TEST_CASE("the spread of the angle falls with slope -1/2 on log axes", "[geometry]") {
    const StudyResult result = runStudy(Component("angle_scaling", {{"from", std::int64_t{20}}, {"to", std::int64_t{2000}},
                                                                    {"points", std::int64_t{5}}, {"samples", std::int64_t{1500}}}),
                                        {});
    const auto& d = result.table.find("dimension")->values;
    const auto& spread = result.table.find("deviation_deg")->values;
    const auto& line = result.table.find("theory_deviation_deg")->values;
    REQUIRE(d.size() == 5);
    const double slope = std::log(spread.back() / spread.front()) / std::log(d.back() / d.front());
    CHECK(slope == Approx(-0.5).margin(0.03));
    for (std::size_t i = 0; i < d.size(); ++i) CHECK(spread[i] == Approx(line[i]).epsilon(0.12));
    CHECK(result.theory().at("limit_angle_deg") == Approx(37.071435).margin(1e-5));
}

TEST_CASE("a range of dimensions that ends before it starts is refused", "[geometry]") {
    CHECK_THROWS_WITH(runStudy(Component("angle_scaling", {{"from", std::int64_t{500}}, {"to", std::int64_t{100}}}), {}),
                      containsText("/to"));
}
