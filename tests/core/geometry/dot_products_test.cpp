// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles: exact pooled correlations and Monte Carlo made apart from this code. A measured value may differ by 5 of its
// standard errors.
#include "tests/catch.h"

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <cmath>
#include <numeric>

using namespace orthant;

namespace {

ParamValue text(const char* value) { return std::string(value); }
ParamValue whole(std::int64_t value) { return value; }

StudyResult products(Params params, std::size_t threads = 0, std::uint64_t seed = 1) {
    StudyResult result;
    StudyContext context;
    context.seed = seed;
    withThreads(threads, [&] { result = runStudy(Component("dot_products", std::move(params)), context); });
    return result;
}

const Reading& reading(const StudyResult& result, const std::string& id) {
    for (const Reading& r : result.readings)
        if (r.id == id) return r;
    throw Error("no reading " + id);
}

/// Within 5 standard errors and the rounding of the oracle.
void checkAgainst(const StudyResult& result, const char* id, double oracle, double rounding = 1e-3) {
    const Reading& r = reading(result, id);
    INFO(id << ": " << r.measured << " +- " << r.standardError << ", expected " << oracle);
    CHECK(r.standardError > 0);
    CHECK(std::abs(r.measured - oracle) <= 5 * r.standardError + rounding);
}

} // namespace

TEST_CASE("isotropic inputs and filters have the same r at every dimension", "[geometry]") {
    // Sign flips reach arccos(r)/pi in high dimension only.
    for (const auto& [d, flips] : {std::pair{3, 0.1563}, std::pair{27, 0.2012}, std::pair{1000, 0.2059}}) {
        INFO("d = " << d);
        const StudyResult result = products({{"dimension", whole(d)}, {"pairs", whole(100000)}});
        checkAgainst(result, "correlation", 0.797885);
        checkAgainst(result, "slope", 0.797885);
        checkAgainst(result, "flips", flips);
        checkAgainst(result, "gain", 1);
        checkAgainst(result, "cosine", 0.797885);
        CHECK(result.theory().at("correlation") == Approx(0.797885).margin(1e-6));
        CHECK(reading(result, "correlation").standardError < 0.01);
    }
    const StudyResult both =
        products({{"dimension", whole(100)}, {"pairs", whole(100000)}, {"binarize", text("both")}});
    checkAgainst(both, "correlation", 0.636620);
    CHECK(both.theory().at("correlation") == Approx(0.636620).margin(1e-6));
    checkAgainst(both, "flips", 0.280332, 2e-3);
}

TEST_CASE("inputs of signs have the r of Gaussian ones", "[geometry]") {
    const StudyResult result =
        products({{"dimension", whole(100)}, {"pairs", whole(100000)}, {"inputLaw", text("signs")}});
    checkAgainst(result, "correlation", 0.797885);
    const DensityMap& map = *result.figures.front().map;
    CHECK(std::fmod(map.yHigh, 96) == 0); // whole numbers: cells of an even width
}

TEST_CASE("correlated inputs and filters meet the tables", "[geometry]") {
    struct Row {
        double inputs, filters, gain, weights, both;
    };
    for (const Row& row : {Row{0.5, -0.5, 0.605, 0.724126, 0.546283}, Row{0.9, 0.5, 2.589876, 0.898620, 0.764810},
                           Row{0.9, 0.9, 8.825139, 0.925133, 0.847714}}) {
        INFO(row.inputs << ", " << row.filters);
        Params params{{"inputs", text("ar1")},  {"inputCorrelation", row.inputs},
                      {"filters", text("ar1")}, {"filterCorrelation", row.filters},
                      {"dimension", whole(64)}, {"pairs", whole(200000)}};
        const StudyResult weights = products(params);
        checkAgainst(weights, "correlation", row.weights);
        checkAgainst(weights, "gain", row.gain);
        CHECK(weights.theory().at("correlation") == Approx(row.weights).margin(2e-6));
        params.set("binarize", text("both"));
        checkAgainst(products(params), "correlation", row.both);
    }
    for (const auto& [what, r] :
         {std::pair{"weights", 0.393162}, std::pair{"inputs", 0.479526}, std::pair{"both", 0.277985}}) {
        INFO(what);
        const StudyResult edges = products({{"inputs", text("patches")},
                                            {"patchLength", 20.0},
                                            {"channelCorrelation", 0.95},
                                            {"filters", text("zero_mean")},
                                            {"binarize", text(what)},
                                            {"pairs", whole(200000)}});
        checkAgainst(edges, "correlation", r);
        CHECK(edges.theory().at("correlation") == Approx(r).margin(2e-6));
    }
}

TEST_CASE("aligned filters of equal length meet the table and follow the gain law", "[geometry]") {
    struct Row {
        double exponent, alignment, r;
    };
    for (const Row& row :
         {Row{1, -1, 0.603}, Row{1, -0.5, 0.672}, Row{1, 0, 0.800}, Row{1, 0.5, 0.923}, Row{1, 1, 0.974},
          Row{1, 2, 0.990}, Row{2, -1, 0.111}, Row{2, 0.25, 0.959}, Row{2, 1, 0.997}}) {
        INFO(row.exponent << ", " << row.alignment);
        const StudyResult result = products({{"inputs", text("power_law")},
                                             {"spectrumExponent", row.exponent},
                                             {"filters", text("aligned")},
                                             {"alignment", row.alignment},
                                             {"equalLengths", true},
                                             {"dimension", whole(256)},
                                             {"pairs", whole(60000)}});
        checkAgainst(result, "correlation", row.r, 2.5e-3);
        CHECK(result.theory().count("correlation") == 0);
        checkAgainst(result, "correlation", result.theory().at("gain_law"), 3e-3);
    }
}

TEST_CASE("aligned filters as they are drawn meet the exact line, also where the dimension is no power of two",
          "[geometry]") {
    for (const auto& [alignment, d] :
         {std::pair{-0.5, 256}, std::pair{0.5, 100}, std::pair{1.0, 300}, std::pair{1.0, 2}}) {
        INFO(alignment << ", " << d);
        const StudyResult result = products({{"inputs", text("power_law")},
                                             {"filters", text("aligned")},
                                             {"alignment", alignment},
                                             {"dimension", whole(d)},
                                             {"pairs", whole(100000)}});
        for (const char* id : {"correlation", "slope", "gain"})
            checkAgainst(result, id, result.theory().at(id));
    }
}

TEST_CASE("the covariance of a data set counts, and theory agrees for it, too", "[geometry]") {
    const Component moons("two_moons", {{"train", whole(500)}, {"test", whole(10)}});
    for (const char* what : {"weights", "inputs", "both"}) {
        INFO(what);
        const StudyResult plane = products({{"inputs", text("data")},
                                            {"data", moons},
                                            {"filters", text("aligned")},
                                            {"pairs", whole(100000)},
                                            {"binarize", text(what)}});
        checkAgainst(plane, "correlation", plane.theory().at("correlation"));
        checkAgainst(plane, "slope", plane.theory().at("slope"));
    }
    const StudyResult digits = products({{"inputs", text("data")},
                                         {"data", Component("glyphs", {{"train", whole(50)}, {"test", whole(10)}})},
                                         {"filters", text("zero_mean")},
                                         {"pairs", whole(20000)}});
    checkAgainst(digits, "correlation", digits.theory().at("correlation"), 5e-3);
    CHECK(digits.notes.front().find("784") != std::string::npos);
}

TEST_CASE("dot products are the same on one thread and on two, and come in the number that was asked for",
          "[geometry]") {
    const Params params{{"dimension", whole(77)}, {"pairs", whole(12345)}};
    const StudyResult one = products(params, 1), two = products(params, 2), other = products(params, 2, 2);
    CHECK(one.measured() == two.measured());
    CHECK(one.figures.front().map->counts == two.figures.front().map->counts);
    CHECK(one.measured() != other.measured());
    CHECK(one.measured().at("pairs") == 12345);
    const auto& counts = one.figures.front().map->counts;
    const auto inside = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    CHECK(inside <= 12345);
    CHECK(inside > 12000);
    CHECK(products({{"pairs", whole(16)}}).measured().at("pairs") == 16);
}

TEST_CASE("the picture is a density map with the line of regression, and the gain curve holds the published mark",
          "[geometry]") {
    const StudyResult result = products({{"dimension", whole(100)}, {"pairs", whole(50000)}});
    REQUIRE(result.figures.size() == 2);
    const DensityMap& map = *result.figures[0].map;
    CHECK(map.signQuadrants);
    CHECK(map.xLow == -map.xHigh);
    CHECK(map.yLow == -map.yHigh);
    CHECK(*map.slope == Approx(result.measured().at("slope")));
    CHECK(std::abs(*map.intercept) < 1);
    // The columns of the table lie along that line.
    const auto& x = result.table.find("product")->values;
    const auto& y = result.table.find("mean_quantized_product")->values;
    for (std::size_t i = 30; i < 66; ++i)
        CHECK(y[i] == Approx(0.797885 * x[i]).margin(0.06 * map.yHigh));
    const Figure& gain = result.figures[1];
    CHECK(gain.series[0].style == FigureSeries::Style::Theory);
    const FigureSeries& mark = gain.series.back();
    CHECK(mark.x == std::vector<double>{6.7});
    CHECK(mark.y == std::vector<double>{0.96});
    CHECK(containsText("not published").match(mark.note));
}

TEST_CASE("dot products refine their estimate, and stop when they are cancelled", "[geometry]") {
    std::stop_source stop;
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    std::vector<double> seen;
    context.partial = [&](const StudyResult& result) {
        seen.push_back(result.measured().at("pairs"));
        if (seen.size() == 2) stop.request_stop();
    };
    const StudyResult result =
        runStudy(Component("dot_products", {{"dimension", whole(300)}, {"pairs", whole(100000000)}}), context);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0] < seen[1]);
    CHECK(result.measured().at("pairs") < 1e8);
    CHECK(progress.done() == static_cast<std::uint64_t>(result.measured().at("pairs")));

    stop.request_stop();
    const StudyResult none = runStudy(Component("dot_products", {{"inputs", text("power_law")}}), context);
    CHECK(none.measured().at("pairs") == 0);
}

TEST_CASE("another quantizer is measured without a line of theory", "[geometry]") {
    const StudyResult result =
        products({{"dimension", whole(100)}, {"pairs", whole(20000)}, {"quantizer", Component("identity")}});
    CHECK(result.measured().at("correlation") == Approx(1));
    CHECK(result.measured().at("flips") == Approx(0).margin(1e-9));
    CHECK(result.theory().count("correlation") == 0);
    CHECK(result.theory().count("gain") == 1);
}

TEST_CASE("a dimension that is too large for its covariance is refused with its place", "[geometry]") {
    CHECK_THROWS_WITH(products({{"inputs", text("power_law")}, {"dimension", whole(5000)}}),
                      containsText("/dimension"));
    CHECK_THROWS_WITH(products({{"inputs", text("ar1")}, {"filters", text("aligned")}, {"dimension", whole(5000)}}),
                      containsText("1024"));
    CHECK_THROWS_WITH(
        products({{"inputs", text("data")}, {"data", Component("csv", {{"train", text("no_such_file.csv")}})}}),
        containsText("/data"));
}
