// SPDX-License-Identifier: GPL-3.0-or-later
/// Every training method and loss term trains on MNIST for one epoch: minutes on two cores, hence slow.
#include "core/data/dataset.h"
#include "core/experiment/experiment.h"
#include "core/network/network.h"
#include "core/training/trainer.h"
#include "tests/catch.h"
#include "tests/core/experiment/mnist.h"

#include <chrono>
#include <iomanip>
#include <iostream>

using namespace orthant;

namespace {

/// Trains, prints a line, and gives the accuracy on the test set.
double train(const std::string& title, const Experiment& experiment, const Dataset& dataset, const TrainingTerms& terms) {
    const auto started = std::chrono::steady_clock::now();
    Network network(experiment.layers, dataset.sampleShape, dataset.classes, experiment.seed);
    Trainer trainer(network, dataset, experiment.training, experiment.seed, terms);
    while (trainer.step() < trainer.totalSteps()) trainer.advance();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const double accuracy = trainer.evaluate(dataset.test).accuracy;
    std::cout << std::left << std::setw(28) << title << std::right << std::fixed << std::setprecision(4) << accuracy << std::setprecision(1)
              << std::setw(10) << seconds << std::setprecision(3) << std::setw(12) << trainer.pack(title).bitsPerWeight() << std::endl;
    return accuracy;
}

} // namespace

TEST_CASE("Every loss term, and every mask, trains MNIST to more than 90 percent in one epoch", "[slow]") {
    const auto folder = support::mnistFolder();
    if (!folder) return;
    const auto open = [&](const char* name) {
        Experiment experiment = withValue(readExperiment(findExperiment(name)), "/data/folder", folder->string());
        experiment.training.set("epochs", std::int64_t{1});
        return experiment;
    };
    const Experiment binary = open("mnist_bnn_mlp"), real = open("mnist_float_mlp");
    const Dataset dataset = loadDataset(binary.data, {});
    std::cout << "term or weights             accuracy   seconds   bits per weight\n";

    // A teacher of the same layers, float.
    const auto teacher = std::make_shared<Network>(support::withWeights(binary.layers, "identity"), dataset.sampleShape, dataset.classes, 1);
    Trainer first(*teacher, dataset, real.training, 1);
    while (first.step() < first.totalSteps()) first.advance();
    CHECK(first.evaluate(dataset.test).accuracy > 0.93);
    const auto openRun = [&](const std::string&) { return teacher; };

    CHECK(train("no term", binary, dataset, {}) > 0.9);
    for (const TermEntry& entry : termCatalogue()) {
        INFO(entry.id);
        Params params;
        for (const ParamSpec& spec : entry.params)
            if (spec.id == "run") params.set("run", std::string("teacher"));
        CHECK(train(entry.id, binary, dataset, {{Component(entry.id, params)}, openRun}) > 0.9);
    }
    for (const char* weights : {"n_m", "pruned"}) {
        Experiment masked = binary;
        masked.layers = support::withWeights(binary.layers, weights);
        CHECK(train(std::string(weights) + " + sr_ste", masked, dataset, {{Component("sr_ste")}, openRun}) > 0.9);
    }
}

TEST_CASE("Binary error propagation trains MNIST to more than 88 percent in three epochs", "[slow]") {
    const auto folder = support::mnistFolder();
    if (!folder) return;
    Experiment experiment = withValue(readExperiment(findExperiment("mnist_bep")), "/data/folder", folder->string());
    experiment.training.set("epochs", std::int64_t{3});
    CHECK(train("bep", experiment, loadDataset(experiment.data, {}), {}) > 0.88);
}
