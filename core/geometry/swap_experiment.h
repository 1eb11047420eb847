// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/network_walk.h"
#include "core/geometry/trained_network.h"

#include <cmath>
#include <functional>
#include <vector>

namespace orthant {

/// Test accuracy of a network, as a fraction; NaN: not measured yet.
struct SwapOutcome {
    double kept = std::nan("");     ///< with the running statistics of training
    double refitted = std::nan(""); ///< with the statistics behind the changed layer made anew on training data
};

struct SwapResult {
    SwapOutcome baseline;            ///< nothing changed
    std::vector<SwapOutcome> layers; ///< this layer's weights left continuous
    SwapOutcome all;                 ///< those of all layers
};

/// What the network loses when weights are not binarized that were binarized in training: almost nothing where A W^c is a
/// multiple of A W^b, once the batch normalizations know the multiple.
/// @source  the authors' code for Anderson and Berg 2017 has this experiment, switched off because statistics must be
///          refitted first
class SwapExperiment {
  public:
    /// @param layers  indices of the layers that are changed in turn
    SwapExperiment(const TrainedNetwork& trained, std::vector<std::size_t> layers, const Rng& rng);

    /// Batches that run() walks through: its share of the progress.
    std::size_t steps() const;
    /// @param measured  called after each network, with all that is known
    SwapResult run(Progress* progress, const std::function<void(const SwapResult&)>& measured) const;

  private:
    std::size_t statisticsFrom(std::size_t layer) const;
    SwapOutcome measure(const std::vector<std::size_t>& layers, Progress* progress) const;

    const TrainedNetwork& trained_;
    std::vector<std::size_t> layers_;
    SampleBatches train_, test_;
};

} // namespace orthant
