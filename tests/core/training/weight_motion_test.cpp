// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/weight_motion.h"
#include "core/training/probe_weights.h"
#include "tests/catch.h"
#include "tests/core/training/patterns.h"

#include <cmath>

using namespace orthant;
using namespace orthant::test;

namespace {

/// Four inputs, one output: a network that is a row of four weights, moved by hand.
struct FourWeights {
    Network network;
    Parameter& latent;
    WeightProbes probes;

    FourWeights(const Component& quantizer, const std::vector<float>& start)
        : network(std::vector<Component>{Component("dense", {{"units", std::int64_t{1}}, {"weights", quantizer}})}, Shape{4}, 1, 1),
          latent(*network.layer(0).parameters().front()), probes(set(start)) {}

    const Network& set(const std::vector<float>& w) {
        for (std::size_t i = 0; i < w.size(); ++i) latent.value[i] = w[i];
        return network;
    }
    /// One step of training with these weights.
    void step(const std::vector<float>& w, double progress = 0) {
        set(w);
        network.forward(Tensor({1, 4}), {true, {0, progress, 1}});
        probes.observe(network);
        probes.addRate(0.1);
    }
    ProbeReading read(double progress = 0) { return probes.read(network, 8, 1, progress); }
};

} // namespace

TEST_CASE("flips, their mass and the certificate of weights whose way is known", "[training]") {
    FourWeights four(Component("ste_sign"), {0.5F, -0.25F, 0.125F, -1});
    four.step({0.5F, -0.25F, 0.125F, -1});
    four.step({-0.125F, -0.25F, 0.25F, -1}); // the first flips by 1/8 beyond 0
    four.step({-0.25F, 0.5F, 0.25F, -1});    // the second by 1/2
    const ProbeReading reading = four.read();
    const LayerReading& layer = reading.layers.at(0);
    CHECK(layer.flipRate == Approx(2.0 / 4 / 3));
    CHECK(*reading.flipRate == Approx(2.0 / 4 / 3));
    CHECK(*layer.motion.fromStart == 0.5);
    CHECK(*layer.motion.flipMass == Approx((2 * 0.125 + 2 * 0.5) / 3));
    // D_1 at the signs of now: 2 (0.5 + 0.25); three steps with the rate 0.1.
    CHECK(*layer.motion.certificate == Approx((1.5 + 1.25) / 0.3));
    CHECK(*layer.motion.distance == Approx(std::sqrt((0.5625 + 0.5625 + 0.015625) / (0.25 + 0.0625 + 0.015625 + 1))));
    CHECK(*layer.motion.binarityGap == 0);
    CHECK_FALSE(layer.motion.schedule);
    CHECK_FALSE(layer.motion.gradientMatch); // there was no gradient yet

    four.step({0.5F, 0.5F, 0.25F, -1}); // back: mass of this reading, and of all
    const WeightMotion next = four.read().motion;
    CHECK(*next.fromStart == 0.25);
    CHECK(*next.flipMass == Approx(1));
    CHECK(*next.certificate == Approx((0.5 + 1.25 + 1) / 0.4));
}

TEST_CASE("a checkpoint keeps masses and the first bits, and one without them is read", "[training]") {
    FourWeights four(Component("ste_sign"), {0.5F, -0.25F, 0.125F, -1});
    four.step({0.5F, -0.25F, 0.125F, -1});
    four.step({-0.125F, -0.25F, 0.25F, -1});
    Bundle bundle;
    const auto counts = four.probes.save(bundle);
    const auto resumed = [&](const Bundle& from) {
        FourWeights other(Component("ste_sign"), {0.5F, -0.25F, 0.125F, -1});
        other.set({-0.125F, -0.25F, 0.25F, -1});
        other.probes.restore(other.network, from, counts);
        other.step({-0.25F, 0.5F, 0.25F, -1});
        return other.read();
    };
    four.step({-0.25F, 0.5F, 0.25F, -1});
    const ProbeReading whole = four.read(), again = resumed(bundle);
    for (const MotionField& field : motionFields()) {
        INFO(field.id);
        CHECK(whole.motion.*field.value == again.motion.*field.value);
        CHECK(whole.layers[0].motion.*field.value == again.layers[0].motion.*field.value);
    }
    CHECK(whole.flipRate == again.flipRate);
    Bundle old = bundle;
    std::erase_if(old.arrays, [](const auto& entry) { return entry.first.starts_with("flips/mass") || entry.first.starts_with("flips/first"); });
    const ProbeReading older = resumed(old);
    CHECK(older.flipRate == whole.flipRate);
    CHECK_FALSE(older.motion.certificate);
    CHECK_FALSE(older.motion.fromStart);
}

TEST_CASE("the gap of a soft map, its schedule, its dead weights and its negative slopes are those of the formula", "[training]") {
    const std::vector<float> w{0.3F, -0.6F, 0.05F, 1};
    FourWeights four(Component("bnn_plus_plus", {{"muStart", 5.0}, {"muEnd", 5.0}}), w);
    four.step(w);
    const WeightMotion motion = four.read().motion;
    const auto value = [](double x) { return std::tanh(2.5 * x) + 2.5 * x / std::pow(std::cosh(2.5 * x), 2); };
    double gap = 0;
    for (const float x : w) gap += std::pow(value(static_cast<double>(x)) - (x >= 0 ? 1 : -1), 2);
    CHECK(*motion.binarityGap == Approx(std::sqrt(gap / 4)).epsilon(1e-5));
    CHECK(*motion.schedule == 5);
    CHECK(*motion.negative == 0.5); // beyond 2.399 / 5
    CHECK(*motion.dead == 0);
    FourWeights steep(Component("bnn_plus_plus", {{"muStart", 50.0}, {"muEnd", 50.0}}), w);
    steep.step(w);
    CHECK(*steep.read().motion.dead == 0.75); // 50 (2 - u) 2 exp(-u) at u = 15, 30 and 50 is 4e-4 at most
    FourWeights box(Component("ste_sign", {{"clip", 0.5}}), w);
    box.step(w);
    CHECK(*box.read().motion.dead == 0.5);
}

TEST_CASE("what only a quantizer of single weights has is left out for one that looks at rows", "[training]") {
    FourWeights four(Component("xnor_scale"), {0.5F, -0.25F, 0.125F, -1});
    four.step({0.5F, -0.25F, 0.125F, -1});
    four.step({0.5F, 0.25F, 0.125F, -1});
    const WeightMotion motion = four.read().motion;
    CHECK_FALSE(motion.dead);
    CHECK_FALSE(motion.schedule);
    CHECK(*motion.fromStart == 0.25);
    CHECK(*motion.binarityGap == 0);
    FourWeights floats(Component("identity"), {1, 2, 3, 4});
    floats.step({1, 2, 3, -4});
    const ProbeReading reading = floats.read();
    CHECK_FALSE(reading.motion.distance);
    CHECK_FALSE(reading.flipRate);
}

TEST_CASE("the gradient match is 1 where B is the slope of F, and the share near 0 for signs", "[training]") {
    const auto match = [&](const Component& quantizer) {
        FourWeights four(quantizer, {0.3F, -0.2F, 0.005F, 0.1F});
        four.step({0.3F, -0.2F, 0.005F, 0.1F});
        four.latent.gradient.resize({1, 4});
        for (std::size_t i = 0; i < 4; ++i) four.latent.gradient[i] = i == 1 ? -2.0F : 1.0F;
        return four.read().motion.gradientMatch;
    };
    CHECK(*match(Component("bnn_plus_plus", {{"muStart", 3.0}})) == Approx(1).margin(1e-3));
    CHECK(*match(Component("hardtanh")) == Approx(1));
    // Only the third weight is within 0.01 of the jump: both gradients share its entry, 1 of the length sqrt 7.
    CHECK(*match(Component("ste_sign")) == Approx(1 / std::sqrt(7)));
    // tanh passes the gradient unchanged: cosine of (1, -2, 1, 1) and the same times sech^2.
    const double s[] = {std::pow(std::cosh(0.3), -2), std::pow(std::cosh(0.2), -2), std::pow(std::cosh(0.005), -2), std::pow(std::cosh(0.1), -2)};
    const double both = s[0] + 4 * s[1] + s[2] + s[3], smooth = s[0] * s[0] + 4 * s[1] * s[1] + s[2] * s[2] + s[3] * s[3];
    CHECK(*match(Component("tanh", {{"betaEnd", 1.0}})) == Approx(both / std::sqrt(7 * smooth)).epsilon(1e-4));
}

TEST_CASE("the readings of training have their motion, and totals lie between the layers", "[training]") {
    const Dataset data = patterns(400);
    Network network(signLayers("bnn_plus_plus"), data.sampleShape, data.classes, 3);
    Trainer trainer(network, data, trainingParams(), 3);
    CHECK(trainer.probe(8).motion.distance == 0.0);
    for (int t = 0; t < 12; ++t) trainer.advance();
    const ProbeReading reading = trainer.probe(8);
    REQUIRE(reading.softGap);
    CHECK(std::abs(*reading.softGap) <= 1);
    CHECK(*reading.motion.schedule == Approx(std::pow(20.0, 11.0 / 8 / 5))); // eight steps are an epoch, of five
    for (const MotionField& field : motionFields()) {
        INFO(field.id);
        double low = 1e300, high = -1e300, sum = 0;
        for (const LayerReading& layer : reading.layers) {
            REQUIRE(layer.motion.*field.value);
            low = std::min(low, *(layer.motion.*field.value));
            high = std::max(high, *(layer.motion.*field.value));
            sum += *(layer.motion.*field.value);
        }
        const double total = *(reading.motion.*field.value);
        const std::string id = field.id;
        const double margin = id == "gradientMatch" ? 0.01 : 1e-12; // the cosine of two vectors may be below those of their parts
        if (id == "flipMass" || id == "certificate") CHECK(total == Approx(sum));
        else CHECK((total >= low - margin && total <= high + margin));
    }
    Network plain(signLayers(), data.sampleShape, data.classes, 3);
    Trainer signs(plain, data, trainingParams(), 3);
    signs.advance();
    CHECK_FALSE(signs.probe(8).softGap);
}
