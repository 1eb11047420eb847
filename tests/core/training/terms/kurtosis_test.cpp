// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/terms/bench.h"
#include "tests/errors.h"

using namespace orthant;
using test::TermBench;

namespace {

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
    TermBench bench(Component("kurtosis", {{"weight", 0.5}, {"target", 3.0}, {"withoutFirst", false}}));
    double expected = 0;
    const auto layers = latentWeights(bench.network, false);
    REQUIRE(layers.size() == 3);
    for (const Parameter* layer : layers) expected += 0.5 / 3 * std::pow(kurtosisOf(layer->value.values()) - 3, 2);
    CHECK(bench.value() == Approx(expected).epsilon(1e-9));
}

TEST_CASE("the gradient of the kurtosis term is that of central differences", "[training]") {
    TermBench bench(Component("kurtosis", {{"target", 1.2}}));
    for (Parameter* layer : latentWeights(bench.network, true)) layer->value[0] = 2.5F; // an outlier: no weight is like another
    CHECK(bench.gradientError(true) < 1e-3);
}

TEST_CASE("the kurtosis term counts from its epoch on, and leaves the first layer alone where asked", "[training]") {
    TermBench bench(Component("kurtosis", {{"startEpoch", 2.0}}));
    Parameter& first = *latentWeights(bench.network, false).front();
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
