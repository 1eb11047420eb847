// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/catch.h"
#include "tests/core/network/reference_network.h"
#include "tests/core/training/patterns.h"

#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedules/schedule.h"
#include "core/training/losses/loss.h"
#include "core/training/trainer.h"

#include <limits>

using namespace orthant;

namespace {

Network build() { return {test::signLayers(), {6, 6}, 4, 3}; }

/// The loop of training as it stands in the papers, written out: no terms, no probes, no methods.
std::vector<double> plainLoop(Network& network, const Dataset& data, const Params& params, std::uint64_t seed, int steps) {
    const auto optimizer = makeOptimizer(params.component("optimizer"));
    const Schedule schedule = makeSchedule(params.component("schedule"), 0, "");
    const Loss loss = makeLoss(params.component("loss"));
    const std::size_t size = params.size("batchSize"), perEpoch = data.train.size() / size;
    std::vector<std::vector<Tensor>> slots;
    for (const Parameter* p : network.parameters()) slots.emplace_back(optimizer->slots(), Tensor(p->value.shape()));
    std::vector<double> losses;
    Tensor batch({size, 6, 6}), gradient;
    std::vector<std::uint16_t> labels(size);
    std::vector<std::uint32_t> order(data.train.size());
    for (int step = 0; step < steps; ++step) {
        const std::size_t epoch = static_cast<std::size_t>(step) / perEpoch, first = static_cast<std::size_t>(step) % perEpoch * size;
        shuffle(Rng(seed).split(1).split(epoch), order);
        for (std::size_t i = 0; i < size; ++i) {
            std::ranges::copy(data.train.inputs.row(order[first + i]), batch.row(i).begin());
            labels[i] = data.train.labels[order[first + i]];
        }
        const double now = static_cast<double>(step) / static_cast<double>(perEpoch);
        const auto epochs = params.integer("epochs");
        const LayerContext context{true, {step, now, epochs, seed}};
        losses.push_back(loss(network.forward(batch, context), labels, &gradient));
        network.backward(gradient, context);
        const double rate = optimizer->learningRate() * schedule(now, static_cast<double>(epochs));
        for (std::size_t p = 0; p < slots.size(); ++p) {
            Parameter& parameter = *network.parameters()[p];
            UpdateContext update{step + 1, rate, std::numeric_limits<float>::infinity(), rate, now, static_cast<double>(epochs)};
            if (parameter.latent) {
                update.rate *= static_cast<double>(parameter.rateMultiplier);
                update.clip = 1;
            }
            optimizer->update(parameter, slots[p], update);
        }
    }
    return losses;
}

} // namespace

TEST_CASE("the gradient method is the plain loop, bit for bit", "[training]") {
    const Dataset data = test::patterns(500);
    const Params params = test::trainingParams();
    Network one = build(), two = build();
    const std::vector<double> expected = plainLoop(one, data, params, 3, 25);
    Trainer trainer(two, data, params, 3);
    for (const double loss : expected) CHECK(trainer.advance().loss == loss);
    const Bundle a = one.state(), b = two.state();
    for (const auto& [name, array] : a.arrays) {
        INFO(name);
        CHECK(array.bytes == b.at(name).bytes);
    }
}

TEST_CASE("a section without a method is trained by gradients", "[training]") {
    CHECK(test::trainingParams().component("method").id == "gradient");
}

TEST_CASE("a checkpoint holds the optimizer's slots, the flips and the position under the names of the first version", "[training]") {
    const Dataset data = test::patterns(200);
    Network network = build();
    Trainer trainer(network, data, test::trainingParams(), 3);
    for (int i = 0; i < 3; ++i) trainer.advance();
    const Bundle state = trainer.state();
    for (const char* name : {"dense_1/weights", "batch_norm_1/mean", "optimizer/0/0", "optimizer/0/1", "flips/1/0", "position"})
        CHECK(state.arrays.contains(name));
    CHECK(state.at("position").toDoubles()[0] == 3);
    CHECK(state.at("position").toDoubles()[1] == 3);
    CHECK(state.at("position").count() == 2 + network.layerCount());
}
