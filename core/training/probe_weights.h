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
    /// The weights of now are the start.
    explicit WeightProbes(const Network& network);

    /// Once in each step, after its forward pass: counts the bits that changed since the step before.
    void observe(Network& network);
    /// The same for a method that passes the network by; then nothing is known of the motion of latent weights.
    /// @param weights  of each layer; null where it has none
    void observe(std::span<const Packed* const> weights);
    /// After each step: the learning rate that it had.
    void addRate(double rate) { rates_ += rate; }
    /// Histograms, angles and motion of all layers with weights, flips since the last reading; step and epoch are left out.
    /// @param latentClip  latent weights lie in [-latentClip, latentClip]; infinity: anywhere
    /// @param progress    of schedules, as of the last step
    ProbeReading read(Network& network, std::size_t histogramBins, double latentClip, double progress);

    /// Counts for a checkpoint; the bits of the last step go into the bundle.
    std::vector<std::uint64_t> save(Bundle& bundle) const;
    /// @param counts  as many as save() gave
    /// @errors  Error when the checkpoint belongs to another network or is damaged
    void restore(const Network& network, const Bundle& bundle, std::span<const std::uint64_t> counts);

  private:
    struct FlipCounter {
        std::vector<BitMatrix> planes; ///< of the step before; empty at the start
        std::vector<BitMatrix> first;  ///< of the first step
        std::uint64_t flips = 0;
        double mass = 0, allMass = 0;  ///< 2 sum |w*| of the weights that flipped since the reading, and up to it
        bool weighed = false;          ///< what ships is the sign of latent weights, so that flips have a mass

        /// @param latent  null where what ships is not the sign of it
        void count(const Packed& now, const Tensor* latent);
    };

    std::vector<FlipCounter> flips_; ///< of each layer
    std::vector<Tensor> start_;      ///< latent weights at the start, of each layer; empty where it has none
    std::int64_t stepsSinceReading_ = 0;
    double rates_ = 0;               ///< sum of the learning rates
};

} // namespace orthant
