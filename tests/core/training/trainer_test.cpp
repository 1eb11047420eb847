// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/patterns.h"

#include "core/base/parallel.h"
#include "core/kernels/target.h"
#include "core/training/trainer.h"

using namespace orthant;
using test::patterns;

namespace {

std::vector<double> losses(const Dataset& data, std::size_t threads, int steps) {
    std::vector<double> result;
    withThreads(threads, [&] {
        Network network(test::signLayers(), {6, 6}, 4, 3);
        Trainer trainer(network, data, test::trainingParams(), 3);
        for (int i = 0; i < steps; ++i) result.push_back(trainer.advance().loss);
    });
    return result;
}

} // namespace

TEST_CASE("a binary network learns, and its packed program decides as it does", "[training]") {
    for (const char* weights : {"ste_sign", "approx_sign", "swish_sign", "xnor_scale"}) {
        INFO(weights);
        const Dataset data = patterns(1000);
        Network network(test::signLayers(weights), {6, 6}, 4, 1);
        Trainer trainer(network, data, test::trainingParams(), 1);
        CHECK(trainer.totalSteps() == 100);
        while (trainer.step() < trainer.totalSteps()) trainer.advance();
        const Evaluation result = trainer.evaluate(data.test);
        CHECK(result.accuracy > 0.9);
        const std::vector<std::uint16_t> decided = lower(network, "n", data.classNames).classify(
            {data.test.inputs.data(), 200, 36, 36});
        std::size_t right = 0;
        for (std::size_t i = 0; i < 200; ++i) right += decided[i] == data.test.labels[i];
        CHECK(static_cast<double>(right) / 200 == result.accuracy);
    }
}

TEST_CASE("training gives the same numbers on one thread and on two", "[training]") {
    const Dataset data = patterns(500);
    CHECK(losses(data, 1, 25) == losses(data, 2, 25));
}

TEST_CASE("kernel targets train alike: losses agree to 1e-4 over the first steps", "[training]") {
    const Dataset data = patterns(500);
    const std::vector<double> best = losses(data, 2, 8);
    for (const std::string& target : kernels::availableTargets()) {
        INFO(target);
        kernels::forceTarget(target);
        const std::vector<double> other = losses(data, 2, 8);
        for (std::size_t i = 0; i < best.size(); ++i) CHECK(other[i] == Approx(best[i]).epsilon(1e-4));
    }
    kernels::forceTarget("");
}

TEST_CASE("a restored trainer goes on exactly as the first would have", "[training]") {
    const Dataset data = patterns(500);
    Network whole(test::signLayers(), {6, 6}, 4, 3), first(test::signLayers(), {6, 6}, 4, 3), second(test::signLayers(), {6, 6}, 4, 99);
    Trainer through(whole, data, test::trainingParams(), 3);
    for (int i = 0; i < 13; ++i) through.advance();
    Trainer half(first, data, test::trainingParams(), 3);
    for (int i = 0; i < 13; ++i) half.advance();
    Trainer resumed(second, data, test::trainingParams(), 3);
    resumed.restore(half.state());
    CHECK(resumed.step() == 13);
    for (int i = 0; i < 12; ++i) CHECK(resumed.advance().loss == through.advance().loss);
    const ProbeReading a = through.probe(21), b = resumed.probe(21);
    for (std::size_t l = 0; l < a.layers.size(); ++l) {
        CHECK(a.layers[l].flipRate == b.layers[l].flipRate);
        CHECK(a.layers[l].latent.counts == b.layers[l].latent.counts);
        CHECK(a.layers[l].angleDegrees == b.layers[l].angleDegrees);
    }
}

TEST_CASE("a loss that is not a number is an error that names the step", "[training]") {
    Dataset data = patterns(100);
    data.train.inputs.fill(std::numeric_limits<float>::quiet_NaN());
    Network network(std::vector<Component>{Component("flatten"), test::dense(4, "identity")}, {6, 6}, 4, 1);
    Trainer trainer(network, data, test::trainingParams(), 1);
    CHECK_THROWS_WITH(trainer.advance(), containsText("step 1"));
}

TEST_CASE("probes read each layer with weights", "[training]") {
    const Dataset data = patterns(500);
    Network network(test::signLayers(), {6, 6}, 4, 3);
    Trainer trainer(network, data, test::trainingParams(), 3);
    for (int i = 0; i < 10; ++i) trainer.advance();
    const ProbeReading reading = trainer.probe(50);
    REQUIRE(reading.layers.size() == 3);
    CHECK(reading.layers[0].layer == "dense_1");
    CHECK(reading.layers[0].binarized);
    CHECK(reading.layers[0].levels == std::vector<double>{-1, 1});
    CHECK(reading.layers[0].levelCounts[0] + reading.layers[0].levelCounts[1] == 48 * 36);
    CHECK(reading.layers[0].flipRate > 0);
    CHECK(reading.layers[0].angleDegrees > 5);
    CHECK(reading.layers[0].angleDegrees < 60);
}
