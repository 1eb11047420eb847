// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles: tables made by Monte Carlo and quadrature apart from this code. With n samples a mean is accepted within
// 5 SD / sqrt(n) + 0.003 degrees, a deviation within 5 / sqrt(2 n) + 0.003 of its value.
#include "tests/catch.h"

#include "core/base/parallel.h"
#include "core/geometry/angle_stream.h"
#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult angle(Params params, std::size_t threads = 0, std::uint64_t seed = 1) {
    StudyResult result;
    StudyContext context;
    context.seed = seed;
    withThreads(threads, [&] { result = runStudy(Component("angle", std::move(params)), context); });
    return result;
}

void checkAgainst(const StudyResult& result, double mean, double deviation) {
    const double n = result.measured().at("samples");
    CHECK(result.measured().at("mean_deg") == Approx(mean).margin(5 * deviation / std::sqrt(n) + 0.003));
    CHECK(result.measured().at("deviation_deg") == Approx(deviation).epsilon(5 / std::sqrt(2 * n) + 0.003));
}

} // namespace

TEST_CASE("the angle study meets the tables for each law", "[geometry]") {
    struct Row {
        const char* law;
        std::int64_t d, samples;
        double mean, deviation;
    };
    for (const Row& row : {Row{"gaussian", 3, 100000, 28.1183, 10.9085}, Row{"gaussian", 100, 10000, 36.833, 2.009},
                           Row{"gaussian", 1000, 1500, 37.047, 0.637}, Row{"laplace", 10, 50000, 40.469, 6.946},
                           Row{"laplace", 100, 8000, 44.453, 2.704}, Row{"uniform", 10, 50000, 28.859, 5.879},
                           Row{"uniform", 100, 8000, 29.899, 1.816}}) {
        INFO(row.law << ", d = " << row.d);
        checkAgainst(angle({{"law", std::string(row.law)}, {"dimension", row.d}, {"samples", row.samples}}), row.mean,
                     row.deviation);
    }
}

TEST_CASE("sparse vectors depend on what the sign of zero is", "[geometry]") {
    const auto sparse = [](const char* zeros) {
        return angle({{"law", std::string("bernoulli_gaussian")}, {"lawParameter", 0.1}, {"dimension", std::int64_t{100}},
                      {"samples", std::int64_t{20000}}, {"zeros", std::string(zeros)}});
    };
    checkAgainst(sparse("plus"), 75.154, 2.498);
    checkAgainst(sparse("zero"), 34.317, 6.610);
}

TEST_CASE("laws without a table meet their limits in high dimension", "[geometry]") {
    for (const auto& [law, parameter] : {std::pair{"logistic", 1.0}, std::pair{"student_t", 10.0}, std::pair{"clipped_gaussian", 0.7}}) {
        INFO(law);
        const StudyResult result = angle({{"law", std::string(law)}, {"lawParameter", parameter},
                                          {"dimension", std::int64_t{5000}}, {"samples", std::int64_t{400}}});
        const double error = result.theory().at("deviation_deg") / std::sqrt(400.0);
        CHECK(result.measured().at("mean_deg") == Approx(result.theory().at("mean_deg")).margin(5 * error + 0.03));
        CHECK(result.measured().at("deviation_deg") == Approx(result.theory().at("deviation_deg")).epsilon(0.2));
    }
}

TEST_CASE("the histograms integrate to one and follow the exact densities", "[geometry]") {
    const StudyResult result = angle({{"dimension", std::int64_t{3}}, {"samples", std::int64_t{200000}}});
    const auto check = [&](const char* x, const char* measured, const char* line) {
        const auto& at = result.table.find(x)->values;
        const auto& y = result.table.find(measured)->values;
        const auto& theory = result.table.find(line)->values;
        const double width = at[1] - at[0];
        double mass = 0, worst = 0;
        for (std::size_t i = 0; i < at.size(); ++i) {
            mass += y[i] * width;
            worst = std::max(worst, std::abs(y[i] - theory[i]));
        }
        CHECK(mass == Approx(1));
        CHECK(worst < 0.004);
    };
    check("angle_deg", "density_signs", "theory_signs");
    check("pair_angle_deg", "density_pairs", "theory_pairs");
    CHECK(result.measured().at("pair_deviation_deg") == Approx(39.1713).epsilon(0.015));
}

TEST_CASE("the angle study gives the same numbers on one thread and on two", "[geometry]") {
    const Params params{{"dimension", std::int64_t{77}}, {"samples", std::int64_t{5000}}};
    const StudyResult one = angle(params, 1), two = angle(params, 2), other = angle(params, 2, 2);
    CHECK(one.measured() == two.measured());
    CHECK(one.table.find("density_signs")->values == two.table.find("density_signs")->values);
    CHECK(one.measured() != other.measured());
}

TEST_CASE("the angle study takes the number of samples that was asked for, not a whole number of blocks", "[geometry]") {
    for (const std::int64_t samples : {2, 3, 300, 20001}) {
        INFO(samples << " samples");
        const StudyResult result = angle({{"dimension", std::int64_t{100}}, {"samples", samples}});
        CHECK(result.measured().at("samples") == static_cast<double>(samples));
    }
}

TEST_CASE("angles do not depend on how the samples are asked for", "[geometry]") {
    const EntrySampler law{"gaussian", 0};
    const auto signs = makeQuantizer(Component("ste_sign")), scaled = makeQuantizer(Component("xnor_scale"));
    for (const Quantizer* quantizer : {signs.get(), scaled.get()}) {
        AngleStream whole(law, 1000, *quantizer, false, 1), parts(law, 1000, *quantizer, false, 1);
        whole.advance(100, nullptr);
        for (const std::uint64_t part : {1, 2, 31, 1, 33, 32}) parts.advance(part, nullptr);
        CHECK(whole.quantized().samples == 100);
        CHECK(whole.pairs().samples == 50);
        CHECK(whole.quantized().sum == parts.quantized().sum);
        CHECK(whole.quantized().counts == parts.quantized().counts);
        CHECK(whole.pairs().sum == parts.pairs().sum);
        CHECK(whole.pairs().counts == parts.pairs().counts);
    }
}

TEST_CASE("values of every law depend on their place alone", "[geometry]") {
    for (const std::string& id : entryLaws()) {
        INFO(id);
        const EntrySampler law{id, 2.5};
        std::vector<float> whole(1000), part(333);
        law.fill(Rng(3), whole);
        law.fill(Rng(3), part);
        CHECK(std::equal(part.begin(), part.end(), whole.begin()));
    }
}

TEST_CASE("sums over signs and a quantized copy give the same angles", "[geometry]") {
    // A scale leaves the direction as it is, so xnor_scale, which goes the general way, has the angles of the signs.
    const Params params{{"dimension", std::int64_t{700}}, {"samples", std::int64_t{500}}};
    Params scaled = params;
    scaled.set("quantizer", Component("xnor_scale"));
    const StudyResult bySums = angle(params), general = angle(scaled);
    CHECK(general.measured().at("mean_deg") == Approx(bySums.measured().at("mean_deg")).margin(1e-4));
    CHECK(general.measured().at("deviation_deg") == Approx(bySums.measured().at("deviation_deg")).margin(1e-4));
}

TEST_CASE("a quantizer without signs has no theory line, and a cancelled study returns at once", "[geometry]") {
    const StudyResult result = angle({{"quantizer", Component("identity")}, {"dimension", std::int64_t{50}},
                                      {"samples", std::int64_t{500}}});
    CHECK(result.measured().at("mean_deg") == Approx(0).margin(1e-4));
    CHECK(result.theory().count("mean_deg") == 0);

    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    const StudyResult none = runStudy(Component("angle", {{"samples", std::int64_t{10000000}}}), context);
    CHECK(none.measured().at("samples") == 0);
}

TEST_CASE("a parameter that the law does not allow is refused with its place", "[geometry]") {
    CHECK_THROWS_WITH(angle({{"law", std::string("student_t")}, {"lawParameter", 1.5}}), containsText("degrees of freedom"));
    CHECK_THROWS_WITH(angle({{"dimension", std::int64_t{1}}}), containsText("/dimension"));
}
