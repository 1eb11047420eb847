// SPDX-License-Identifier: GPL-3.0-or-later
// What training promises whichever quantizer the weights have.
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"

#include "core/base/parallel.h"
#include "core/quantizers/quantizer.h"
#include "core/training/trainer.h"

using namespace orthant;

namespace {

/// 120 random patterns of 6 x 6 pixels in four classes: something to move weights.
Dataset patterns() {
    Dataset data;
    data.sampleShape = {6, 6};
    data.classes = 4;
    data.classNames = {"a", "b", "c", "d"};
    data.train.inputs = test::pixels({120, 6, 6}, 1);
    for (std::size_t i = 0; i < 120; ++i) data.train.labels.push_back(static_cast<std::uint16_t>(i % 4));
    data.test = data.train;
    return data;
}

Network build(const std::string& weights) {
    return {std::vector<Component>{Component("flatten"), test::dense(48, weights.c_str()), Component("batch_norm"),
                                   Component("binarize"), test::dense(4, weights.c_str()), Component("batch_norm")},
            {6, 6}, 4, 3};
}

Params params() {
    return resolveParams(trainerParams(), {{"epochs", std::int64_t{4}}, {"batchSize", std::int64_t{40}}}, "");
}

} // namespace

TEST_CASE("a run is the same on one thread, on two, and after a resumption, for every weight quantizer", "[training]") {
    const Dataset data = patterns(); // three steps for each epoch
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.forWeights) continue;
        INFO(entry.id);
        std::vector<double> losses[3];
        Network one = build(entry.id), two = build(entry.id), first = build(entry.id), second = build(entry.id);
        Trainer single(one, data, params(), 3), both(two, data, params(), 3), half(first, data, params(), 3),
            resumed(second, data, params(), 3);
        withThreads(1, [&] {
            for (int i = 0; i < 11; ++i) losses[0].push_back(single.advance().loss);
        });
        withThreads(2, [&] {
            for (int i = 0; i < 11; ++i) losses[1].push_back(both.advance().loss);
        });
        for (int i = 0; i < 5; ++i) losses[2].push_back(half.advance().loss); // within an epoch
        resumed.restore(half.state());
        for (int i = 5; i < 11; ++i) losses[2].push_back(resumed.advance().loss);
        CHECK(losses[0] == losses[1]);
        CHECK(losses[0] == losses[2]);
        CHECK(losses[0].back() != losses[0][7]); // the same batch size, other weights: it moved
    }
}

TEST_CASE("statistics of a network that was trained softly are those of what ships, after the last step", "[training]") {
    const Dataset data = patterns();
    for (const char* id : {"hardtanh", "stochastic_sign"}) {
        INFO(id);
        Network network = build(id);
        Trainer trainer(network, data, params(), 3);
        const auto gap = [&] { // between the running means and the means of the shipped sums over all samples
            const Tensor w = network.layer(1).packedWeights().dequantize();
            const std::vector<float> running = network.state().at("batch_norm_1/mean").toFloats();
            double worst = 0;
            for (std::size_t r = 0; r < w.rows(); ++r) {
                double mean = 0;
                for (std::size_t i = 0; i < data.train.size(); ++i)
                    for (std::size_t k = 0; k < 36; ++k)
                        mean += static_cast<double>(data.train.inputs.row(i)[k]) * static_cast<double>(w.row(r)[k]) / 120;
                worst = std::max(worst, std::abs(mean - static_cast<double>(running[r])));
            }
            return worst;
        };
        while (trainer.step() < trainer.totalSteps() - 1) trainer.advance();
        CHECK(gap() > 0.05);
        trainer.advance();
        CHECK(gap() < 1e-4);
    }
}

TEST_CASE("flips are counted on the bits that ship, also while weights are soft", "[training]") {
    const Dataset data = patterns();
    for (const char* id : {"ste_sign", "bnn_plus_plus", "hardtanh", "biper"}) {
        INFO(id);
        Network network = build(id);
        Trainer trainer(network, data, params(), 3);
        for (int i = 0; i < 6; ++i) trainer.advance();
        const ProbeReading reading = trainer.probe(20);
        CHECK(reading.layers[0].flipRate > 0);
        CHECK(reading.layers[0].flipRate < 1);
    }
}
