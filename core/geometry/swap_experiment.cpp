// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/swap_experiment.h"

#include <algorithm>
#include <utility>

namespace orthant {

namespace {

constexpr std::size_t batchSize = 500, refitSamples = 5000;

/// Whole batches only, so that each sample has the same weight in the averages.
SampleBatches refitData(const Samples& train, const Rng& rng) {
    const std::size_t batch = std::min(batchSize, train.size());
    return {train, std::min(refitSamples, train.size()) / batch * batch, batch, rng};
}

} // namespace

SwapExperiment::SwapExperiment(const TrainedNetwork& trained, std::vector<std::size_t> layers, const Rng& rng)
    : trained_(trained), layers_(std::move(layers)), train_(refitData(trained.data->train, rng)),
      test_(trained.data->test, trained.data->test.size(), batchSize, rng.split(1)) {}

std::size_t SwapExperiment::statisticsFrom(std::size_t layer) const {
    std::size_t count = 0;
    for (std::size_t i = layer; i < trained_.network->layerCount(); ++i) count += keepsStatistics(trained_.network->layer(i));
    return count;
}

std::size_t SwapExperiment::steps() const {
    std::size_t passes = statisticsFrom(0) + statisticsFrom(layers_.front());
    for (const std::size_t layer : layers_) passes += statisticsFrom(layer);
    return 2 * (layers_.size() + 2) * test_.batches() + passes * train_.batches();
}

SwapOutcome SwapExperiment::measure(const std::vector<std::size_t>& layers, Progress* progress) const {
    const auto network = trained_.withContinuousWeights(layers);
    SwapOutcome outcome;
    outcome.kept = accuracyOf(*network, test_, progress);
    refitStatistics(*network, layers.empty() ? 0 : layers.front(), train_, progress);
    outcome.refitted = accuracyOf(*network, test_, progress);
    return outcome;
}

SwapResult SwapExperiment::run(Progress* progress, const std::function<void(const SwapResult&)>& measured) const {
    SwapResult result;
    result.layers.resize(layers_.size());
    const auto take = [&](SwapOutcome& outcome, const std::vector<std::size_t>& layers) {
        if (progress && progress->cancelled()) return;
        outcome = measure(layers, progress);
        measured(result);
    };
    take(result.baseline, {});
    for (std::size_t i = 0; i < layers_.size(); ++i) take(result.layers[i], {layers_[i]});
    take(result.all, layers_);
    return result;
}

} // namespace orthant
