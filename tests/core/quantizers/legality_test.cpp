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
    check(Component("identity"), 0, identity, 1e-12);
    const auto clip = [](double w) { return std::clamp(w, -1.0, 1.0); };
    check(pairOf(Component("hardtanh"), Component("identity")), 0, clip, 1e-12);                          // PC with clip
    check(Component("ede_plus"), 0.5, identity, 0.004);
    // Half way of the schedules: L with flat and jump of one half, and so on.
    const auto l = [&](double w) { return sign(w) * std::min(1.0, 0.5 + std::abs(w)); };
    check(Component("proximal"), 0.5, l, 1e-12);
    check(Component("proximal", {{"cancel", true}}), 0.5, [&](double w) { return std::abs(w) <= 1 ? l(w) : w; }, 0.004);
    check(Component("binary_relax"), 0.5, scalarMaps(Component("binary_relax"), 0.5).forward, 1e-12);
    check(Component("parq"), 0.5, [](double w) { return std::clamp(2 * w, -1.0, 1.0); }, 1e-12);
    check(Component("progressive_sign"), 0.1, scalarMaps(Component("progressive_sign"), 0.1).forward, 1e-12);
    const auto steps = [&](double w) { return std::abs(w) < 0.5 ? 0.0 : sign(w); };
    check(Component("ternary", {{"slope", std::string("identity")}, {"threshold", 0.5}}), 0, steps, 1e-12);
    check(Component("ternary", {{"threshold", 0.5}}), 0, [&](double w) { return std::abs(w) <= 1 ? steps(w) : w; }, 0.004);
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

TEST_CASE("verdicts hold over the whole schedule, but where a scheduled slope is constant", "[quantizers]") {
    for (const double progress : {0.0, 0.25, 0.75, 1.0}) {
        INFO("progress " << progress);
        for (const char* id : {"proximal", "tanh", "progressive_sign", "parq", "binary_relax", "bnn_plus_plus", "ede_plus"}) {
            INFO(id);
            const Legality result = verdict(Component(id), progress);
            INFO(result.reason);
            CHECK(result.legal);
        }
        CHECK_FALSE(verdict(Component("ede_sign"), progress).legal);
        CHECK(verdict(Component("reste"), progress).legal == (progress == 0)); // power 1 is the plain estimator
    }
}

// Pairs whose answer is known because they are made from it: a random P of straight pieces (level ones, nearly level ones, steep
// ones, jumps), knots between the samples, and a T that rises. F = T o P, B = T' o P.
namespace {

enum class Piece { Flat, Tiny, Plain, Steep };

struct Curve {
    std::vector<double> knots, left, right; ///< values on both sides of each knot
    std::vector<Piece> pieces;

    double operator()(double w) const {
        const auto next = std::ranges::upper_bound(knots, w);
        if (next == knots.begin()) return left.front();
        if (next == knots.end()) return right.back();
        const auto i = static_cast<std::size_t>(next - knots.begin()) - 1;
        return right[i] + (left[i + 1] - right[i]) * (w - knots[i]) / (knots[i + 1] - knots[i]);
    }
};

Curve randomCurve(const Rng& rng) {
    Curve curve;
    const std::size_t count = 4 + rng.below(0, 6);
    double value = -1.5;
    for (std::size_t i = 0; i <= count; ++i) {
        curve.knots.push_back(-3 + 6 * (static_cast<double>(i) + 0.4 * (rng.uniform(100 + i) - 0.5) * (i > 0 && i < count)) / static_cast<double>(count));
        if (i > 0) {
            const auto piece = static_cast<Piece>(rng.below(200 + i, 4));
            curve.pieces.push_back(piece);
            const double slope = piece == Piece::Flat ? 0 : piece == Piece::Tiny ? 1e-6 : piece == Piece::Plain ? 0.5 + rng.uniform(300 + i) : 50;
            value += slope * std::min(curve.knots[i] - curve.knots[i - 1], piece == Piece::Steep ? 0.02 : 10.0);
            if (piece == Piece::Steep) curve.pieces.back() = Piece::Plain;
        }
        curve.left.push_back(value);
        if (i > 0 && i < count && rng.uniform(400 + i) < 0.4) value += 0.1 + rng.uniform(500 + i); // a jump
        curve.right.push_back(value);
    }
    return curve;
}

struct Change {
    double amount = 0; ///< T(p) = p + amount sin(2 p), which rises while |amount| < 1/2
    double value(double p) const { return p + amount * std::sin(2 * p); }
    double slope(double p) const { return 1 + 2 * amount * std::cos(2 * p); }
};

ScalarMaps mapsOf(const Curve& curve, const Change& change) {
    return {[=](double w) { return change.value(curve(w)); }, [=](double w) { return change.slope(curve(w)); }};
}

} // namespace

TEST_CASE("a pair that is made of a P and a T is legal, and its P is found again", "[quantizers]") {
    for (std::uint64_t trial = 0; trial < 100; ++trial) {
        INFO("trial " << trial);
        const Rng rng = Rng(11).split(trial);
        const Curve curve = randomCurve(rng);
        const Change change{trial % 3 == 0 ? 0 : 0.4 * (rng.uniform(1) - 0.5)};
        const SampledPair pair = samplePair(mapsOf(curve, change), -3, 3, 2001);
        const Legality result = testLegality(pair);
        INFO(result.reason);
        REQUIRE(result.legal);
        const auto parts = decompose(pair);
        REQUIRE(parts);
        CHECK(std::ranges::is_sorted(parts->proximal));
        // Up to a constant, and up to the size of the jumps, which T takes up where it is not a line.
        for (std::size_t i = 0; i + 1 < pair.w.size(); ++i) {
            const bool jumps = pair.jump[i], kink = std::ranges::any_of(curve.knots, [&](double k) { return k >= pair.w[i] && k <= pair.w[i + 1]; });
            if (jumps || kink) continue;
            const double rise = parts->proximal[i + 1] - parts->proximal[i], exact = curve(pair.w[i + 1]) - curve(pair.w[i]);
            if (std::abs(rise - exact) > 1e-4 * exact + 1e-9) FAIL_CHECK("P rises by " << rise << " in place of " << exact << " at " << pair.w[i]);
        }
    }
}

TEST_CASE("one change of B makes a legal pair illegal, and the reason is that change", "[quantizers]") {
    std::size_t tried[3] = {};
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
        const Curve curve = randomCurve(Rng(12).split(trial));
        const ScalarMaps maps = mapsOf(curve, {0.15});
        for (std::size_t i = 0; i < curve.pieces.size(); ++i) {
            const double a = curve.knots[i] + 0.02, b = curve.knots[i + 1] - 0.02, middle = (a + b) / 2;
            const auto with = [&](const auto& slope) {
                return testLegality(samplePair({maps.forward, [&](double w) { return w > a && w < b ? slope(w) : maps.backward(w); }}, -3, 3, 1201));
            };
            INFO("trial " << trial << ", piece " << i << " from " << a << " to " << b);
            if (curve.pieces[i] == Piece::Flat) {
                const Legality varies = with([&](double w) { return maps.backward(w) * (1 + 1e-3 * (w - middle)); });
                CHECK_THAT(varies.reason, containsText("B varies on"));
                CHECK((varies.low <= middle && varies.high >= middle));
                ++tried[0];
            } else {
                const Legality lost = with([](double) { return 0.0; });
                CHECK_THAT(lost.reason, containsText("B is 0 on"));
                CHECK((std::abs(lost.low - a) < 0.01 && std::abs(lost.high - b) < 0.01));
                const Legality wrong = with([&](double w) { return -maps.backward(w); });
                CHECK_THAT(wrong.reason, containsText("B has the wrong sign on"));
                CHECK((std::abs(wrong.low - a) < 0.01 && std::abs(wrong.high - b) < 0.01));
                ++tried[curve.pieces[i] == Piece::Tiny ? 1 : 2];
            }
        }
    }
    for (const std::size_t count : tried) CHECK(count > 20);
}

TEST_CASE("every split of a curve that never falls is legal, and so is the repair of any B", "[quantizers]") {
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
        INFO("trial " << trial);
        const Rng rng = Rng(13).split(trial);
        const SampledPair pair = samplePair(mapsOf(randomCurve(rng), {}), -3, 3, 401);
        for (const double s : {0.0, 0.25, 0.5, 0.75, 1.0}) {
            INFO("s = " << s);
            const Legality result = testLegality(split(pair.w, pair.forward, s));
            INFO(result.reason);
            CHECK(result.legal);
        }
        // B of straight pieces, with jumps, zeros and both signs.
        Curve slope = randomCurve(rng.split(1));
        for (std::size_t i = 0; i < slope.knots.size(); ++i) {
            slope.right[i] = rng.uniform(600 + i) < 0.3 ? 0 : 2 * rng.uniform(700 + i) - 0.7;
            slope.left[i] = rng.uniform(800 + i) < 0.5 ? slope.right[i] : 2 * rng.uniform(900 + i) - 0.7;
        }
        const SampledPair fixed = repaired(samplePair({[](double) { return 0.0; }, slope}, -3, 3, 2001));
        const Legality result = testLegality(fixed);
        INFO(result.reason);
        CHECK(result.legal);
    }
}

TEST_CASE("sharp jumps have a cell of their own, with the values of both sides", "[quantizers]") {
    const ScalarMaps maps{[](double w) { return w < 0.1234 ? 0.5 * w : 1 + w; }, [](double w) { return w < 0.1234 ? 0.5 : 1; }};
    const SampledPair plain = samplePair(maps, -1, 1, 101), sharp = withSharpJumps(maps, plain);
    CHECK(sharp.w.size() == plain.w.size() + 2);
    CHECK(std::ranges::is_sorted(sharp.w));
    REQUIRE(sharp.jump.size() + 1 == sharp.w.size());
    const auto at = static_cast<std::size_t>(std::ranges::find(sharp.jump, true) - sharp.jump.begin());
    CHECK(sharp.w[at + 1] - sharp.w[at] < 1e-8);
    CHECK(sharp.forward[at] == Approx(0.0617));
    CHECK(sharp.forward[at + 1] == Approx(1.1234));
    CHECK(sharp.backward[at] == 0.5);
    CHECK(sharp.backward[at + 1] == 1);
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
