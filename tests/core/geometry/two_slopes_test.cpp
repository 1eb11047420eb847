// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/geometry/study.h"
#include "tests/catch.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult grid(Params params, std::size_t threads = 0) {
    StudyResult result;
    withThreads(threads, [&] { result = runStudy(Component("two_slopes", std::move(params)), {}); });
    return result;
}

} // namespace

TEST_CASE("a cell of the diagonal is BNN++, and cells have their place in table and map", "[geometry]") {
    const Params params{{"cells", std::int64_t{3}}, {"steps", std::int64_t{100}}, {"seeds", std::int64_t{4}}};
    const StudyResult result = grid(params, 1);
    REQUIRE(result.table.rows() == 9);
    CHECK(result.table.find("mu_forward")->values[5] == Approx(std::sqrt(40)));
    CHECK(result.table.find("mu_backward")->values[5] == Approx(40));
    CHECK(result.measured() == grid(params, 2).measured());
    // The same problems and starts as in the race, at its values.
    const StudyResult race = runStudy(Component("convex_toy", {{"methods", std::string("own")}, {"seeds", std::int64_t{4}}, {"steps", std::int64_t{100}},
                                                               {"quantizer", Component("bnn_plus_plus", {{"muEnd", 40.0}})}}),
                                      {});
    CHECK(result.table.find("loss")->values[8] == Approx(race.readings[0].measured));
    CHECK(result.table.find("flips")->values[8] == Approx(race.table.find("flips")->values[0]));
    const Tile& map = result.figures.back().tiles.front();
    REQUIRE(map.values.size() == 9); // the first row is the highest mu forward
    const auto& loss = result.table.find("loss")->values;
    CHECK(static_cast<double>(map.values[2] - map.values[6]) == Approx(std::log10(loss[8] / loss[0])).margin(1e-5));
}

TEST_CASE("pairs of one mu end with a lower loss than the others", "[geometry]") {
    const auto found = grid({{"cells", std::int64_t{4}}, {"steps", std::int64_t{300}}, {"seeds", std::int64_t{4}}}).measured();
    CHECK(found.at("legal_loss") < found.at("other_loss"));
}
