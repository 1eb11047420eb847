// SPDX-License-Identifier: GPL-3.0-or-later
/// Every weight quantizer trains the perceptron of the shipped MNIST experiment: some 20 minutes on two cores, hence slow.
#include "core/data/dataset.h"
#include "core/experiment/experiment.h"
#include "core/network/network.h"
#include "core/quantizers/quantizer.h"
#include "core/training/trainer.h"
#include "tests/catch.h"
#include "tests/core/experiment/mnist.h"

#include <chrono>
#include <iomanip>
#include <iostream>

using namespace orthant;

namespace {

constexpr std::int64_t epochs = 1;

} // namespace

TEST_CASE("Every weight quantizer learns MNIST to more than 90 percent in one epoch", "[slow]") {
    const auto folder = support::mnistFolder();
    if (!folder) return;
    Experiment experiment = withValue(readExperiment(findExperiment("mnist_bnn_mlp")), "/data/folder", folder->string());
    experiment.training.set("epochs", epochs);
    const Dataset dataset = loadDataset(experiment.data, {});
    std::cout << "weights            as trained   shipped   seconds   bits per weight\n" << std::fixed;
    for (const QuantizerEntry& entry : quantizerCatalogue()) {
        if (!entry.forWeights) continue;
        INFO(entry.id);
        const auto started = std::chrono::steady_clock::now();
        Network network(support::withWeights(experiment.layers, entry.id), dataset.sampleShape, dataset.classes, 1);
        Trainer trainer(network, dataset, experiment.training, 1);
        double last = 0; // mean over the last 100 batches, with the map of training
        while (trainer.step() < trainer.totalSteps()) {
            const StepResult result = trainer.advance();
            if (trainer.totalSteps() - trainer.step() < 100) last += result.accuracy / 100;
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        const double shipped = trainer.evaluate(dataset.test).accuracy;
        const Program program = lower(network, entry.id, dataset.classNames);
        std::cout << std::left << std::setw(20) << entry.id << std::right << std::setprecision(4) << std::setw(9) << last
                  << std::setw(10) << shipped << std::setprecision(1) << std::setw(10) << seconds
                  << std::setprecision(3) << std::setw(18) << program.bitsPerWeight() << std::endl;
        CHECK(shipped > 0.9);
    }
}
