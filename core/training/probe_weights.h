// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/network/network.h"
#include "core/training/run_event.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// Watches the weights of a network while a training method moves them.
class WeightProbes {
  public:
    explicit WeightProbes(const Network& network) : flips_(network.layerCount()) {}

    /// Once in each step, after its forward pass: counts the bits that changed since the step before.
    void observe(Network& network);
    /// The same for a method that passes the network by.
    /// @param weights  of each layer; null where it has none
    void observe(std::span<const Packed* const> weights);
    /// Histograms, flips since the last reading and angles of all layers with weights.
    /// @param latentClip  latent weights lie in [-latentClip, latentClip]; infinity: anywhere
    std::vector<LayerReading> read(Network& network, std::size_t histogramBins, double latentClip);

    /// Counts for a checkpoint; the bits of the last step go into the bundle.
    std::vector<std::uint64_t> save(Bundle& bundle) const;
    /// @param counts  as many as save() gave
    /// @errors  Error when the checkpoint belongs to another network or is damaged
    void restore(const Network& network, const Bundle& bundle, std::span<const std::uint64_t> counts);

  private:
    struct FlipCounter {
        std::vector<BitMatrix> planes; ///< of the step before; empty at the start
        std::uint64_t flips = 0;

        void count(const Packed& now);
    };

    std::vector<FlipCounter> flips_; ///< of each layer
    std::int64_t stepsSinceReading_ = 0;
};

} // namespace orthant
