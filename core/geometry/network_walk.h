// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/network/network.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// Samples of a data set in an order of their own, in batches: what a data set puts first says little of the rest.
class SampleBatches {
  public:
    /// @param count  samples, at most all; the choice depends on the generator alone
    SampleBatches(const Samples& samples, std::size_t count, std::size_t batchSize, const Rng& rng);

    std::size_t batches() const { return (order_.size() + batchSize_ - 1) / batchSize_; }
    std::size_t samples() const { return order_.size(); }
    /// @param labels  may be null
    void fill(std::size_t batch, Tensor& inputs, std::vector<std::uint16_t>* labels = nullptr) const;

  private:
    const Samples& samples_;
    std::size_t batchSize_;
    std::vector<std::uint32_t> order_;
};

/// Runs the layers of a network one after the other in evaluation mode and keeps what enters each of them.
/// @threads  one caller at a time
class NetworkWalk {
  public:
    explicit NetworkWalk(Network& network) : network_(network), entering_(network.layerCount() + 1) {}

    /// @param layers  only so many of the first ones
    void run(const Tensor& inputs, std::size_t layers);

    const Activation& entering(std::size_t layer) const { return entering_[layer]; }
    /// The real values whose signs enter this layer; null when no signs enter.
    const Activation* beforeSigns(std::size_t layer) const;

  private:
    Network& network_;
    std::vector<Activation> entering_;
};

/// The input of a layer as the matrix that its weights multiply: one row for each sum that an output makes of a sample,
/// for a dense layer one for each sample.
/// @return  false when weights of this fan-in do not multiply the input as it stands
bool inputRows(const Activation& in, std::size_t fanIn, Tensor& rows);

/// True for a layer that normalizes with running means. Layers with learned quantizers have buffers too.
bool keepsStatistics(Layer& layer);

/// Makes the running statistics of all layers from `first` on anew, one layer after the other, as the plain average over
/// batches in evaluation mode.
void refitStatistics(Network& network, std::size_t first, const SampleBatches& data, Progress* progress);

/// Share of samples whose largest score is that of their class; NaN when cancelled.
double accuracyOf(Network& network, const SampleBatches& data, Progress* progress);

} // namespace orthant
