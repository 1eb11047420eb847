// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/patterns.h"
#include "tests/errors.h"

#include "core/training/terms/term.h"

using namespace orthant;

namespace {

/// A network with the kurtosis term on all its layers.
struct Bench {
    Network network{test::signLayers(), {6, 6}, 4, 3};
    TrainingTerms terms;
    std::unique_ptr<LossTerm> term;
    Tensor none;

    explicit Bench(const Params& params) : terms{{Component("kurtosis", params)}, {}} {
        term = std::move(makeTerms(network, terms, "/training/terms").front());
        for (Parameter* layer : latentWeights(network, false)) layer->gradient.resize(layer->value.shape()); // of a backward pass
    }
    double value(double epoch = 0) { return term->atWeights({none, epoch, 10}); }
};

double kurtosisOf(std::span<const float> w) {
    double mean = 0, second = 0, fourth = 0;
    for (const float x : w) mean += static_cast<double>(x) / static_cast<double>(w.size());
    for (const float x : w) {
        second += std::pow(static_cast<double>(x) - mean, 2) / static_cast<double>(w.size());
        fourth += std::pow(static_cast<double>(x) - mean, 4) / static_cast<double>(w.size());
    }
    return fourth / (second * second);
}

} // namespace

TEST_CASE("the kurtosis term is the mean over layers of the squared distance to the target", "[training]") {
    Bench bench({{"weight", 0.5}, {"target", 3.0}, {"withoutFirst", false}});
    double expected = 0;
    const auto layers = latentWeights(bench.network, false);
    REQUIRE(layers.size() == 3);
    for (const Parameter* layer : layers) expected += 0.5 / 3 * std::pow(kurtosisOf(layer->value.values()) - 3, 2);
    CHECK(bench.value() == Approx(expected).epsilon(1e-9));
}

TEST_CASE("the gradient of the kurtosis term is that of central differences", "[training]") {
    Bench bench({{"target", 1.2}});
    const auto layers = latentWeights(bench.network, true);
    REQUIRE(layers.size() == 2);
    for (Parameter* layer : layers) {
        layer->value[0] = 2.5F; // an outlier, so that no weight is like another
        for (const std::size_t i : {std::size_t{0}, std::size_t{7}, layer->value.size() - 1}) {
            layer->gradient.fill(0);
            bench.value();
            const auto analytic = static_cast<double>(layer->gradient[i]);
            const float w = layer->value[i], h = 1.0F / 256;
            layer->value[i] = w + h;
            const double above = bench.value();
            layer->value[i] = w - h;
            const double below = bench.value();
            layer->value[i] = w;
            CHECK(analytic == Approx((above - below) / (2 * static_cast<double>(h))).epsilon(1e-3).margin(1e-6));
        }
    }
}

TEST_CASE("the kurtosis term counts from its epoch on, and leaves the first layer alone where asked", "[training]") {
    Bench bench({{"startEpoch", 2.0}});
    Parameter& first = *latentWeights(bench.network, false).front();
    first.gradient.fill(0);
    CHECK(bench.value(1.9) == 0);
    CHECK(bench.value(2) > 0);
    for (const float g : first.gradient.values()) REQUIRE(g == 0);
}

TEST_CASE("training with the kurtosis term moves the weights to the wanted shape", "[training]") {
    const Dataset data = test::patterns(500);
    double kurtosis[2];
    for (const bool pulled : {false, true}) {
        Network network(test::signLayers(), {6, 6}, 4, 3);
        TrainingTerms terms;
        if (pulled) terms.list = {Component("kurtosis", {{"weight", 10.0}, {"target", 1.2}})};
        Trainer trainer(network, data, test::trainingParams(), 3, terms);
        while (trainer.step() < trainer.totalSteps()) trainer.advance();
        CHECK(trainer.evaluate(data.test).accuracy > 0.8);
        kurtosis[pulled] = kurtosisOf(latentWeights(network, true).front()->value.values());
    }
    CHECK(kurtosis[1] < kurtosis[0] - 0.1);
    CHECK(kurtosis[1] < 1.6);
}

TEST_CASE("the kurtosis term says where there is nothing to pull", "[training]") {
    Network network(std::vector<Component>{Component("flatten"), test::dense(4)}, {6, 6}, 4, 3);
    CHECK(mentions(errorOf([&] { return makeTerms(network, {{Component("kurtosis")}, {}}, "/training/terms"); }), {"/training/terms/0", "binarized"}));
}
