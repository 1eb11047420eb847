// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/training/terms/bench.h"

using namespace orthant;
using test::TermBench;

TEST_CASE("SR-STE adds decay times the weight to the gradient of dropped weights alone", "[training]") {
    TermBench bench(Component("sr_ste", {{"decay", 0.01}}), "n_m");
    bench.network.forward(Tensor({2, 6, 6}), {true, {}});
    bench.value();
    for (const std::size_t place : {1, 4, 7}) {
        const Packed& used = *bench.network.layer(place).usedWeights();
        const Parameter& weights = *bench.network.layer(place).parameters().front();
        std::size_t dropped = 0;
        for (std::size_t i = 0; i < weights.value.size(); ++i) {
            const bool kept = used.mask.get(i / used.cols, i % used.cols);
            dropped += !kept;
            CHECK(weights.gradient[i] == (kept ? 0.0F : static_cast<float>(0.01 * static_cast<double>(weights.value[i]))));
        }
        CHECK(2 * dropped == weights.value.size());
    }
}

TEST_CASE("with SR-STE fewer weights go in and out of the mask", "[training]") {
    const Dataset data = test::patterns(500);
    std::size_t changes[2] = {};
    for (const bool decayed : {false, true}) {
        Network network(test::signLayers("n_m"), {6, 6}, 4, 3);
        TrainingTerms terms;
        if (decayed) terms.list = {Component("sr_ste", {{"decay", 0.002}})};
        Trainer trainer(network, data, test::trainingParams(), 3, terms);
        BitMatrix before;
        while (trainer.step() < trainer.totalSteps()) {
            trainer.advance();
            const BitMatrix& mask = network.layer(4).usedWeights()->mask;
            if (before.rows() > 0) changes[decayed] += countDifferences(before, mask);
            before = mask;
            for (std::size_t r = 0; r < mask.rows(); ++r) // of each group of four two are there, whatever moves
                for (std::size_t c = 0; c < 48; c += 4)
                    REQUIRE(mask.get(r, c) + mask.get(r, c + 1) + mask.get(r, c + 2) + mask.get(r, c + 3) == 2);
        }
        CHECK(trainer.evaluate(data.test).accuracy > 0.7);
    }
    CHECK(changes[1] < changes[0]);
}

TEST_CASE("SR-STE leaves weights without zeros alone", "[training]") {
    TermBench bench(Component("sr_ste"), "ste_sign");
    bench.network.forward(Tensor({2, 6, 6}), {true, {}});
    CHECK(bench.value() == 0);
}
