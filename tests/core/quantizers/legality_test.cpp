// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/legality.h"
#include "core/base/rng.h"
#include "tests/catch.h"

#include <algorithm>
#include <cmath>

using namespace orthant;

namespace {

SampledPair sampled(const Component& component, double progress = 0.5) {
    return samplePair(scalarMaps(component, progress), -3, 3, 2401);
}

Legality verdict(const Component& component, double progress = 0.5) { return testLegality(sampled(component, progress)); }

Component pairOf(const Component& forward, const Component& backward) {
    return Component("paired", {{"forward", forward}, {"backward", backward}});
}

Component swish(double mu) { return Component("bnn_plus_plus", {{"muStart", mu}, {"muEnd", mu}}); }

/// P at a sample near w.
double at(const SampledPair& pair, const std::vector<double>& values, double w) {
    const auto found = std::ranges::lower_bound(pair.w, w - 1e-9);
    return values[static_cast<std::size_t>(found - pair.w.begin())];
}

} // namespace

TEST_CASE("the criterion gives the known verdict on every pair of the family", "[quantizers]") {
    const Component connect("ste_sign", {{"clip", 0.0}});
    const struct {
        const char* name;
        Component pair;
        bool legal;
    } rows[] = {
        {"float", Component("identity"), true},
        {"BinaryConnect", connect, true},
        {"proximal L", Component("proximal"), true},
        {"clip", pairOf(Component("hardtanh"), Component("identity")), true},
        {"tanh, mirror descent", Component("tanh"), true},
        {"progressive sign", Component("progressive_sign"), true},
        {"PARQ", Component("parq"), true},
        {"BinaryRelax", Component("binary_relax"), true},
        {"hard tanh", Component("hardtanh"), true},
        {"BNN", Component("ste_sign"), true},
        {"L with gradient cancel", Component("proximal", {{"cancel", true}}), true},
        {"BNN+", Component("swish_sign"), false},
        {"BNN++", Component("bnn_plus_plus"), true},
        {"Bi-Real", Component("approx_sign"), false},
        {"Poly+", Component("poly_plus"), true},
        {"IR-Net EDE", Component("ede_sign"), false},
        {"EDE+", Component("ede_plus"), true},
        {"ternary, identity", Component("ternary", {{"slope", std::string("identity")}, {"threshold", 0.5}}), true},
        {"ternary, box", Component("ternary", {{"threshold", 0.5}}), true},
        {"ReSTE", Component("reste"), false},
        {"SignSwish with the slope of another mu", pairOf(swish(5), Component("swish_sign", {{"beta", 2.0}})), false},
        {"tanh with the box", pairOf(Component("tanh"), Component("ste_sign")), false},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        const Legality verdictOfRow = verdict(row.pair);
        INFO(verdictOfRow.reason);
        CHECK(verdictOfRow.legal == row.legal);
        CHECK(verdictOfRow.reason.empty() == row.legal);
    }
}

TEST_CASE("the reason names the rule and the place", "[quantizers]") {
    CHECK(verdict(Component("approx_sign")).reason == "B varies on (0, 1) where F is flat");
    CHECK(verdict(Component("swish_sign")).reason == "B varies on (0, 3) where F is flat");
    const Legality mismatch = verdict(pairOf(swish(5), Component("swish_sign", {{"beta", 2.0}})));
    CHECK_THAT(mismatch.reason, containsText("wrong sign") && containsText("where F falls"));
    CHECK(mismatch.low >= -2.39936 / 2 - 0.01); // between the peaks of the two: |w| from 2.399 / 5 to 2.399 / 2
    CHECK(mismatch.high <= -2.39936 / 5 + 0.01);
    CHECK(verdict(pairOf(Component("tanh", {{"betaEnd", 1.0}}), Component("ste_sign"))).reason == "B is 0 on (-3, -1.003) where F moves");
    SampledPair down{{0, 1, 2, 3}, {0, 1, 0.5, 1}, {1, 1, 1, 1}, {false, true, false}};
    CHECK_THAT(testLegality(down).reason, containsText("jumps down on (1, 2)"));
}

TEST_CASE("tails that fade into rounding do not make a legal pair illegal", "[quantizers]") {
    for (const double mu : {0.5, 3.0, 30.0, 300.0, 1000.0}) {
        INFO("mu = " << mu);
        CHECK(verdict(swish(mu)).legal);
        for (const char* backward : {"one", "derivative"}) {
            const Component tanh("tanh", {{"betaStart", mu}, {"betaEnd", mu}, {"backward", std::string(backward)}});
            CHECK(verdict(tanh).legal);
        }
    }
    for (const double range : {0.5, 5.0, 100.0})
        for (const std::size_t count : {101U, 1001U, 20001U}) {
            INFO(range << ", " << count);
            CHECK(testLegality(samplePair(scalarMaps(swish(5), 0), -range, range, count)).legal);
            CHECK_FALSE(testLegality(samplePair(scalarMaps(Component("swish_sign"), 0), -range, range, count)).legal);
        }
}

TEST_CASE("jumps are told from steep lines", "[quantizers]") {
    const SampledPair sign = sampled(Component("ste_sign")), steep = sampled(Component("progressive_sign"), 1);
    CHECK(std::ranges::count(sign.jump, true) == 1);
    CHECK(std::ranges::count(steep.jump, true) == 0); // slope 4^10
    CHECK(std::ranges::count(sampled(Component("ternary")).jump, true) == 2);
}

TEST_CASE("P of a decomposed pair is the proximal map that theory names", "[quantizers]") {
    const auto check = [](const Component& component, double progress, const auto& expected, double tolerance) {
        INFO(component.id);
        const SampledPair pair = sampled(component, progress);
        const auto parts = decompose(pair);
        REQUIRE(parts);
        for (const double w : {-2.4, -0.9, -0.3, 0.3, 0.6, 1.2, 2.7})
            CHECK(at(pair, parts->proximal, w) == Approx(expected(w)).margin(tolerance));
    };
    const auto sign = [](double w) { return w >= 0 ? 1.0 : -1.0; };
    const auto identity = [](double w) { return w; };
    check(Component("ste_sign", {{"clip", 0.0}}), 0, sign, 1e-12);                                       // BC: projection
    check(Component("ste_sign"), 0, [&](double w) { return std::abs(w) <= 1 ? sign(w) : w; }, 0.004);    // BNN: onto |p| >= 1
    check(swish(5), 0, identity, 0.004);                                                                  // BNN++
    check(Component("hardtanh"), 0, identity, 1e-9);
    check(Component("poly_plus"), 0, identity, 0.004);
    check(Component("tanh", {{"betaEnd", 1.0}}), 0, [](double w) { return std::tanh(w); }, 1e-12);        // mirror descent
    CHECK_FALSE(decompose(sampled(Component("swish_sign"))));
}

TEST_CASE("the implied regularizer of tanh is its entropy-like closed form", "[quantizers]") {
    // P^-1 = atanh(p): r(p) = p atanh(p) + ln(1 - p^2) / 2 - p^2 / 2, smallest at 0.
    const SampledPair pair = sampled(Component("tanh", {{"betaEnd", 1.0}}), 0);
    const auto parts = decompose(pair);
    REQUIRE(parts);
    for (const double w : {-2.1, -1.2, -0.6, 0.0, 0.3, 1.5, 2.7}) {
        const double p = at(pair, parts->proximal, w);
        CHECK(at(pair, parts->regularizer, w) == Approx(p * std::atanh(p) + std::log(1 - p * p) / 2 - p * p / 2).margin(1e-5));
    }
}

TEST_CASE("the repair turns BNN+ into BNN++, Bi-Real into Poly+ and EDE into EDE+", "[quantizers]") {
    const struct {
        Component from, to;
    } rows[] = {{Component("swish_sign", {{"beta", 5.0}}), swish(5)},
                {Component("approx_sign"), Component("poly_plus")},
                {Component("ede_sign"), Component("ede_plus")}};
    for (const auto& row : rows) {
        INFO(row.from.id);
        const SampledPair result = repaired(sampled(row.from)), expected = sampled(row.to);
        CHECK(testLegality(result).legal);
        for (std::size_t i = 0; i < result.w.size(); i += 37)
            CHECK(result.forward[i] == Approx(expected.forward[i]).margin(1e-4));
    }
}

TEST_CASE("every member of the split family of tanh is legal, with B = |F'|^s", "[quantizers]") {
    const SampledPair tanh = sampled(Component("tanh", {{"betaStart", 3.0}, {"betaEnd", 3.0}}));
    for (const double s : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        INFO("s = " << s);
        const SampledPair member = split(tanh.w, tanh.forward, s);
        CHECK(testLegality(member).legal);
        for (const double w : {-0.9, 0.0, 0.3})
            CHECK(at(member, member.backward, w) == Approx(std::pow(3 / std::pow(std::cosh(3 * w), 2), s)).epsilon(1e-3));
        const auto parts = decompose(member);
        REQUIRE(parts);
        CHECK(std::ranges::is_sorted(parts->proximal));
    }
}

TEST_CASE("pool adjacent violators finds the nearest non-decreasing values", "[quantizers]") {
    CHECK(nearestNonDecreasing(std::vector<double>{1, 3, 2, 4}) == std::vector<double>{1, 2.5, 2.5, 4});
    CHECK(nearestNonDecreasing(std::vector<double>{3, 2, 1}) == std::vector<double>{2, 2, 2});
    CHECK(nearestNonDecreasing({}).empty());
    // Against the minimax formula: value i is the largest over a <= i of the smallest over b >= i of mean(a..b).
    std::vector<double> drawn(60);
    for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = Rng(4).normal(i) + 0.05 * static_cast<double>(i);
    const std::vector<double> result = nearestNonDecreasing(drawn);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        double highest = -1e9;
        for (std::size_t a = 0; a <= i; ++a) {
            double lowest = 1e9, sum = 0;
            for (std::size_t b = a; b < drawn.size(); ++b) {
                sum += drawn[b];
                if (b >= i) lowest = std::min(lowest, sum / static_cast<double>(b - a + 1));
            }
            highest = std::max(highest, lowest);
        }
        CHECK(result[i] == Approx(highest).margin(1e-9));
    }
}
