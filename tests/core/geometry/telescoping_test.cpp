// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/study.h"
#include "tests/catch.h"
#include "tests/errors.h"

#include <cmath>

using namespace orthant;

namespace {

StudyResult telescoping(Params params) {
    if (!params.has("steps")) params.set("steps", std::int64_t{100});
    return runStudy(Component("telescoping", std::move(params)), {});
}

} // namespace

TEST_CASE("both sides of the identity agree to rounding for every legal pair, with noise in the gradient too", "[geometry]") {
    for (const Component& pair : {Component("ste_sign", {{"clip", 0.0}}), Component("ste_sign"), Component("identity"), Component("proximal"),
                                  Component("proximal", {{"cancel", true}}), Component("tanh"), Component("hardtanh"), Component("binary_relax"),
                                  Component("parq"), Component("progressive_sign"), Component("bnn_plus_plus"), Component("poly_plus"),
                                  Component("ede_plus"), Component("ternary", {{"slope", std::string("identity")}})})
        for (const double noise : {0.0, 1.0}) {
            INFO(pair.id << ", noise " << noise);
            const auto found = telescoping({{"quantizer", pair}, {"gradientNoise", noise}, {"spread", 0.3}}).measured();
            CHECK(found.at("identity_residual") < 1e-12);
            CHECK(found.at("smallest_gap") > -1e-12);
        }
}

TEST_CASE("the error term of BinaryConnect is its flip mass", "[geometry]") {
    const StudyResult result = telescoping({{"steps", std::int64_t{600}}});
    const auto& table = result.table;
    CHECK(table.find("flips")->values.back() > 100);
    for (std::size_t i = 0; i < table.rows(); ++i)
        CHECK(table.find("sum_d")->values[i] == Approx(table.find("flip_mass")->values[i]).epsilon(1e-6));
    CHECK(table.find("certificate")->values.back() >= table.find("regret")->values.back()); // D_next is not below 0
}

TEST_CASE("BinaryConnect on one weight without noise pays 4 eta h for the flip from +1, which is all the regret", "[geometry]") {
    int flipped = 0;
    for (std::uint64_t seed = 1; seed < 9; ++seed) {
        StudyContext context;
        context.seed = seed;
        const StudyResult result = runStudy(Component("telescoping", {{"dimension", std::int64_t{1}}, {"samples", std::int64_t{1}}, {"seeds", std::int64_t{1}},
                                                                      {"noise", 0.0}, {"spread", 0.0}, {"steps", std::int64_t{10}}}),
                                            context);
        const auto found = result.measured();
        REQUIRE((found.at("flips") == 0 || found.at("flips") == 1));
        flipped += found.at("flips") == 1;
        CHECK(found.at("sign_loss") == Approx(0).margin(1e-12));
        CHECK(result.table.find("left")->values.back() == Approx(found.at("flip_mass")).epsilon(1e-6).margin(1e-9));
        CHECK(result.table.find("loss")->values.back() == Approx(0).margin(1e-12));
    }
    CHECK((flipped > 0 && flipped < 8)); // half of the teachers are -1
}

TEST_CASE("the identity does not hold for a step from F(w), nor for a gradient at w", "[geometry]") {
    for (const char* rule : {"quant", "reverse"})
        CHECK(telescoping({{"quantizer", Component("tanh")}, {"rule", std::string(rule)}}).measured().at("identity_residual") > 0.01);
}

TEST_CASE("a pair that is not legal trains, and the study says why there is no identity", "[geometry]") {
    const StudyResult result = telescoping({{"quantizer", Component("swish_sign")}});
    CHECK_FALSE(result.measured().contains("identity_residual"));
    CHECK(result.measured().at("flips") > 0);
    CHECK_THAT(result.notes.front(), containsText("B varies"));
    CHECK(mentions(errorOf([] { return telescoping({{"quantizer", Component("xnor_scale")}}); }), {"/quantizer"}));
}

TEST_CASE("a cancelled telescoping study returns", "[geometry]") {
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    StudyContext context;
    context.progress = &progress;
    CHECK(runStudy(Component("telescoping"), context).table.rows() == 0);
}
