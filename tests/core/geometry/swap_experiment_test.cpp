// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/swap_experiment.h"

#include "tests/catch.h"
#include "tests/core/geometry/trained_support.h"

using namespace orthant;

namespace {

/// Accuracy by a network that was built apart from the experiment.
double accuracy(Network& network, const Dataset& data) {
    const Tensor scores = network.evaluate(data.test.inputs);
    double right = 0;
    for (std::size_t i = 0; i < data.test.size(); ++i)
        right += std::ranges::max_element(scores.row(i)) - scores.row(i).begin() == data.test.labels[i];
    return right / static_cast<double>(data.test.size());
}

} // namespace

TEST_CASE("leaving float layers continuous changes nothing", "[geometry]") {
    const auto trained = support::trainedGlyphs(150, "identity");
    const SwapExperiment experiment(*trained, {1, 5, 11}, Rng(1));
    Progress progress;
    std::size_t told = 0;
    const SwapResult result = experiment.run(&progress, [&](const SwapResult&) { ++told; });
    const double before = accuracy(*trained->network, *trained->data);
    CHECK(before > 0.5);
    CHECK(result.baseline.kept == Approx(before));
    CHECK(result.all.kept == Approx(before));
    for (const SwapOutcome& outcome : result.layers) {
        CHECK(outcome.kept == Approx(before));
        CHECK(outcome.refitted == Approx(before).margin(0.05)); // the running averages of training end at the last batches
    }
    CHECK(told == 5);
    CHECK(progress.done() == experiment.steps());
}

TEST_CASE("a layer that is left continuous keeps its accuracy once the statistics know its scale", "[geometry]") {
    const auto trained = support::trainedGlyphs();
    const SwapResult result = SwapExperiment(*trained, {1, 5, 11}, Rng(1)).run(nullptr, [](const SwapResult&) {});
    const double before = accuracy(*trained->network, *trained->data);
    CHECK(before > 0.5);
    CHECK(result.baseline.kept == Approx(before));

    // Against a copy whose first layer holds the latent weights as float ones.
    std::vector<Component> components = trained->components;
    components[1] = Component("dense", {{"units", std::int64_t{40}}, {"weights", Component("identity")}});
    Network copy(components, trained->data->sampleShape, 10, 99);
    copy.restore(trained->network->state());
    CHECK(result.layers[0].kept == Approx(accuracy(copy, *trained->data)));
    CHECK(result.layers[0].kept < before);
    for (const SwapOutcome& outcome : result.layers) CHECK(outcome.refitted > before - 0.1);
    CHECK(result.all.refitted > before - 0.15);
    CHECK(trained->network->layer(1).packedWeights().binary()); // the trained network itself is untouched
}
