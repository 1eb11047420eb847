// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles: tables made by Monte Carlo apart from this code. With n samples a mean is accepted within
// 5 SD / sqrt(n) + 0.003 degrees, a deviation within 5 / sqrt(2 n) + 0.003 of its value.
#include "tests/catch.h"
#include "tests/errors.h"

#include "core/base/parallel.h"
#include "core/geometry/study.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult levels(Params params, std::size_t threads = 0) {
    StudyResult result;
    withThreads(threads, [&] { result = runStudy(Component("levels", std::move(params)), {}); });
    return result;
}

} // namespace

TEST_CASE("the levels study meets the tables of ternary and Lloyd-Max quantizers", "[geometry]") {
    struct Row {
        const char* scheme;
        double threshold;
        std::int64_t bits, d, samples;
        double mean, deviation, cosine;
    };
    for (const Row& row : {Row{"ternary", 0.612003, 2, 3, 30000, 18.626, 9.027, 0.936056},
                           Row{"ternary", 0.612003, 2, 10, 30000, 23.980, 5.425, 0.909646},
                           Row{"ternary", 0.612003, 2, 100, 6000, 25.632, 1.738, 0.901179},
                           Row{"ternary", 0.612003, 2, 1000, 600, 25.831, 0.558, 0.900038},
                           Row{"ternary", 1.0 / 9, 2, 3, 30000, 23.379, 10.430, 0.902749},
                           Row{"ternary", 1.0 / 9, 2, 10, 30000, 31.048, 5.956, 0.852121},
                           Row{"ternary", 1.0 / 9, 2, 1000, 600, 33.816, 0.621, 0.830784},
                           Row{"lloyd_max", 0, 2, 3, 30000, 16.571, 9.723, 0.945024},
                           Row{"lloyd_max", 0, 2, 100, 6000, 19.839, 1.529, 0.940318},
                           Row{"lloyd_max", 0, 3, 10, 30000, 9.824, 2.520, 0.984387},
                           Row{"lloyd_max", 0, 3, 1000, 600, 10.695, 0.367, 0.982609}}) {
        INFO(row.scheme << ' ' << row.threshold << ", d = " << row.d);
        const StudyResult result = levels({{"scheme", std::string(row.scheme)},
                                           {"threshold", row.threshold},
                                           {"bits", row.bits},
                                           {"dimension", row.d},
                                           {"samples", row.samples}});
        const auto measured = result.measured();
        const double n = measured.at("samples");
        CHECK(measured.at("mean_deg") == Approx(row.mean).margin(5 * row.deviation / std::sqrt(n) + 0.003));
        CHECK(measured.at("deviation_deg") == Approx(row.deviation).epsilon(5 / std::sqrt(2 * n) + 0.003));
        CHECK(measured.at("cosine") == Approx(row.cosine).margin(5 * result.readings[3].standardError + 1e-5));
    }
}

TEST_CASE("every scheme and law measures what its formulas say", "[geometry]") {
    for (const char* law : {"gaussian", "uniform", "laplace", "logistic", "student_t"})
        for (const char* scheme : {"sign", "ternary", "lloyd_max", "uniform_step", "user"}) {
            INFO(law << ", " << scheme);
            const StudyResult result = levels({{"scheme", std::string(scheme)},
                                               {"law", std::string(law)},
                                               {"degreesOfFreedom", 10.0},
                                               {"bits", std::int64_t{3}},
                                               {"levels", std::string("-0.5, 0.1, 1; -1, 0, 0.3, 2")},
                                               {"dimension", std::int64_t{1000}},
                                               {"samples", std::int64_t{200}}});
            for (const char* id : {"mean_deg", "cosine", "error", "signal_to_noise_db", "flips"})
                for (const Reading& reading : result.readings)
                    if (reading.id == id) {
                        INFO(id);
                        CHECK(std::abs(reading.measured - reading.theory) < 5 * reading.standardError);
                    }
            const auto measured = result.measured(), theory = result.theory();
            CHECK(measured.at("deviation_deg") == Approx(theory.at("deviation_deg")).epsilon(0.35));
            CHECK(measured.at("zeros") == Approx(theory.at("zeros")).margin(0.004));
            CHECK(measured.at("entropy_bits") == Approx(theory.at("entropy_bits")).margin(0.01));
            const auto& share = result.table.find("share")->values;
            const auto& line = result.table.find("theory_share")->values;
            for (std::size_t i = 0; i < share.size(); ++i)
                CHECK(share[i] == Approx(line[i]).margin(0.005));
        }
}

TEST_CASE("the levels study has its figures, the ternary curve only where it belongs", "[geometry]") {
    const StudyResult ternary = levels({{"samples", std::int64_t{50}}});
    REQUIRE(ternary.figures.size() == 4);
    CHECK(ternary.figures[0].id == "density");
    CHECK(ternary.figures[1].id == "ternary");
    CHECK(ternary.figures[1].series[1].x[0] == Approx(0.612003).margin(1e-6));
    CHECK(ternary.figures[1].series[3].x[0] == Approx(0.558519).margin(1e-6));
    CHECK(ternary.figures[1].series.back().y[0] == Approx(25.85).margin(0.5)); // measured
    CHECK(levels({{"scheme", std::string("sign")}, {"samples", std::int64_t{50}}}).figures.size() == 3);
}

TEST_CASE("the levels study gives the same numbers on one thread and on two", "[geometry]") {
    const Params params{{"dimension", std::int64_t{77}}, {"samples", std::int64_t{5000}}};
    CHECK(levels(params, 1).measured() == levels(params, 2).measured());
}

TEST_CASE("levels that cannot be read are refused with their place, and a cancelled study returns", "[geometry]") {
    CHECK(mentions(errorOf([] {
                       return levels({{"scheme", std::string("user")}, {"levels", std::string("1, 0; 1, 2, 3")}});
                   }),
                   {"/levels", "grow"}));
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("levels", {{"samples", std::int64_t{10000000}}}), context).measured().at("samples") == 0);
}
