// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/toy_training.h"
#include "tests/catch.h"
#include "tests/errors.h"

#include <cmath>

using namespace orthant;

namespace {

ProximalPotential potentialOf(const Component& pair, double progress = 0) {
    const ScalarMaps maps = scalarMaps(pair, progress);
    const auto potential = ProximalPotential::of(withSharpJumps(maps, samplePair(maps, -3, 3, 2401)));
    REQUIRE(potential);
    return *potential;
}

/// l(w) = (w - 1)^2 / 2.
const LeastSquares parabola{1, {1}, {1}, 0.5, {1}};

} // namespace

TEST_CASE("the least squares problem is smallest near its teacher, and its gradient is the slope of its loss", "[geometry]") {
    const LeastSquares exact = drawLeastSquares(6, 20, 0, Rng(3));
    CHECK(exact.loss(exact.teacher) == Approx(0).margin(1e-12));
    const LeastSquares problem = drawLeastSquares(6, 20, 0.5, Rng(3));
    CHECK(problem.teacher == exact.teacher);
    std::vector<double> w{0.3, -1, 0.2, 2, -0.7, 0}, g(6);
    problem.gradient(w, g);
    for (std::size_t i = 0; i < w.size(); ++i) {
        std::vector<double> above = w, below = w;
        above[i] += 1e-5;
        below[i] -= 1e-5;
        CHECK(g[i] == Approx((problem.loss(above) - problem.loss(below)) / 2e-5).margin(1e-8));
    }
    double mean = 0; // of the loss at the teacher: noise^2 / 2
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const LeastSquares drawn = drawLeastSquares(4, 30, 0.5, Rng(seed));
        mean += drawn.loss(drawn.teacher) / 200;
    }
    CHECK(mean == Approx(0.125).margin(5 * 0.125 * std::sqrt(2.0 / 30 / 200)));
}

TEST_CASE("each rule takes its gradient and starts its step where it says", "[geometry]") {
    const ScalarMaps half{[](double w) { return w / 2; }, [](double) { return 3.0; }}; // F = w / 2, B = 3
    const auto after = [&](const char* rule) {
        ToyRun run({4});
        run.advance(parabola, half, toyRuleOf(rule), 0.1);
        return run.latent[0];
    };
    CHECK(after("connect") == Approx(4 - 0.1 * 3 * (2 - 1)));
    CHECK(after("quant") == Approx(2 - 0.1 * 3 * (2 - 1)));
    CHECK(after("reverse") == Approx(2 - 0.1 * 3 * (4 - 1)));
    CHECK(after("afterwards") == Approx(4 - 0.1 * (4 - 1)));
}

TEST_CASE("BinaryConnect on one weight flips once, and its flip mass is the overshoot", "[geometry]") {
    const ScalarMaps connect = scalarMaps(Component("ste_sign", {{"clip", 0.0}}), 0);
    ToyRun run({-0.3}); // used: -1, gradient -2: 0.2 upwards each step until +1 is used, where the gradient is 0
    for (int t = 0; t < 10; ++t) run.advance(parabola, connect, ToyRule::Connect, 0.1);
    CHECK(run.flips == 1);
    CHECK(run.latent[0] == Approx(0.1));
    CHECK(run.flipMass == Approx(0.2));
    CHECK(run.wrongSigns(parabola) == 0);
}

TEST_CASE("the potential of a proximal map is its closed form", "[geometry]") {
    const ProximalPotential identity = potentialOf(Component("identity"));
    const ProximalPotential sign = potentialOf(Component("ste_sign", {{"clip", 0.0}}));
    const ProximalPotential tanh = potentialOf(Component("tanh", {{"betaEnd", 1.0}}));
    const auto entropy = [](double p) { return p * std::atanh(p) + std::log(1 - p * p) / 2; };
    for (const double u : {-2.7, -0.4, 0.0021, 0.9, 1.8}) {
        INFO("u = " << u);
        CHECK(identity.map(u) == Approx(u));
        CHECK(identity.gap(1, u) == Approx((u - 1) * (u - 1) / 2));
        CHECK(sign.map(u) == (u >= 0 ? 1 : -1));
        CHECK(sign.gap(1, u) == Approx(u >= 0 ? 0 : -2 * u).margin(1e-7));
        CHECK(sign.gap(-1, u) == Approx(u < 0 ? 0 : 2 * u).margin(1e-7));
        CHECK(tanh.map(u) == Approx(std::tanh(u)).margin(1e-6));
        CHECK(tanh.value(std::tanh(u)) - tanh.value(0) == Approx(entropy(std::tanh(u))).margin(1e-5));
        CHECK(tanh.gap(0.5, u) == Approx(entropy(0.5) - entropy(std::tanh(u)) - (0.5 - std::tanh(u)) * u).margin(1e-5));
    }
    const ScalarMaps bad = scalarMaps(Component("swish_sign"), 0);
    CHECK_FALSE(ProximalPotential::of(samplePair(bad, -3, 3, 801)));
}

TEST_CASE("maps of a schedule go from its start to its end", "[geometry]") {
    const auto maps = mapsOver(Component("bnn_plus_plus"), 3, "/quantizer");
    REQUIRE(maps.size() == 3);
    CHECK(maps[0].backward(0) == Approx(1));
    CHECK(maps[1].backward(0) == Approx(std::sqrt(20.0)));
    CHECK(maps[2].backward(0) == Approx(20));
    CHECK(mentions(errorOf([] { return mapsOver(Component("xnor_scale"), 3, "/quantizer"); }), {"/quantizer"}));
}
