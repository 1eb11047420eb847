// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/network_walk.h"

#include "tests/catch.h"
#include "tests/core/geometry/trained_support.h"

#include <algorithm>

using namespace orthant;

TEST_CASE("batches hold each chosen sample once, with its label", "[geometry]") {
    Samples samples{Tensor({10, 1}), {}};
    for (std::uint16_t i = 0; i < 10; ++i) {
        samples.inputs[i] = i;
        samples.labels.push_back(i);
    }
    const SampleBatches batches(samples, 7, 3, Rng(1));
    CHECK(batches.batches() == 3);
    std::vector<std::uint16_t> seen, labels;
    Tensor inputs;
    for (std::size_t b = 0; b < 3; ++b) {
        batches.fill(b, inputs, &labels);
        REQUIRE(inputs.rows() == labels.size());
        for (std::size_t i = 0; i < labels.size(); ++i) CHECK(inputs[i] == static_cast<float>(labels[i]));
        seen.insert(seen.end(), labels.begin(), labels.end());
    }
    CHECK(seen.size() == 7);
    std::ranges::sort(seen);
    CHECK(std::ranges::adjacent_find(seen) == seen.end());
    CHECK(SampleBatches(samples, 100, 3, Rng(1)).samples() == 10);
}

TEST_CASE("what enters a layer is what the network computes, and signs remember the values before them", "[geometry]") {
    const auto trained = support::trainedGlyphs(20);
    Network& network = *trained->network;
    const SampleBatches data(trained->data->test, 40, 40, Rng(2));
    Tensor inputs;
    data.fill(0, inputs);
    NetworkWalk walk(network);
    walk.run(inputs, network.layerCount());
    const Tensor& scores = network.forward(inputs, LayerContext{});
    CHECK(std::ranges::equal(walk.entering(network.layerCount()).values.values(), scores.values()));

    // Layer 5 is dense_2, behind binarize and dropout; layer 3 is the binarization.
    const Activation* real = walk.beforeSigns(5);
    REQUIRE(real == &walk.entering(3));
    Tensor signs;
    REQUIRE(inputRows(walk.entering(5), 40, signs));
    for (std::size_t i = 0; i < signs.size(); ++i) CHECK(signs[i] == (real->values[i] >= 0 ? 1.0F : -1.0F));
    CHECK(walk.beforeSigns(1) == nullptr);
    CHECK_FALSE(inputRows(walk.entering(5), 39, signs));
}

TEST_CASE("accuracy is that of the trainer, and refitted statistics undo a change of scale", "[geometry]") {
    const auto trained = support::trainedGlyphs(150, "identity");
    Network& network = *trained->network;
    const Dataset& data = *trained->data;
    Trainer trainer(network, data, resolveParams(trainerParams(), {}, ""), 1);
    const SampleBatches test(data.test, data.test.size(), 64, Rng(1)), train(data.train, 1000, 200, Rng(2));
    const double before = accuracyOf(network, test, nullptr);
    CHECK(before == Approx(trainer.evaluate(data.test).accuracy));
    CHECK(before > 0.5);

    // A batch normalization takes any factor away once it knows it.
    for (float& w : network.layer(1).parameters().front()->value.values()) w *= 20;
    const double scaled = accuracyOf(network, test, nullptr);
    Progress progress;
    refitStatistics(network, 2, train, &progress);
    CHECK(progress.done() == 4 * 5);
    const double refitted = accuracyOf(network, test, nullptr);
    CHECK(scaled < before - 0.1);
    CHECK(refitted == Approx(before).margin(0.04));
}

TEST_CASE("a cancelled walk over a data set ends at once", "[geometry]") {
    const auto trained = support::trainedGlyphs(1);
    std::stop_source stop;
    stop.request_stop();
    Progress progress(stop.get_token());
    const SampleBatches test(trained->data->test, 100, 10, Rng(1));
    CHECK(std::isnan(accuracyOf(*trained->network, test, &progress)));
    const Bundle before = trained->network->state();
    refitStatistics(*trained->network, 0, test, &progress);
    CHECK(trained->network->state().at("batch_norm_1/mean").bytes == before.at("batch_norm_1/mean").bytes);
}
