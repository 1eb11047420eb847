// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/data/dataset.h"
#include "core/io/bundle.h"
#include "core/network/network.h"
#include "core/training/batches.h"
#include "core/training/probe_weights.h"
#include "core/training/terms/term.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

struct StepResult {
    double loss = 0;     ///< mean over the batch, with the terms
    double accuracy = 0; ///< fraction of the batch
};

/// What a method works on. All of it outlives the method, but for `epochs`, a copy.
struct TrainingSite {
    Network& network;
    const Dataset& dataset;
    Batches& batches;
    WeightProbes& probes;     ///< to be told of each step: probes.observe(network) after its forward pass
    const Params& params;     ///< the section "training", resolved
    const TrainingTerms& terms;
    std::uint64_t seed = 1;
    std::int64_t epochs = 1;  ///< planned
};

/// A way to train a network: what happens in one step. Trainer owns one, counts its steps and takes the readings.
/// @threads  one caller at a time; inside it uses oneTBB, with the same result for any number of threads
class TrainingMethod {
  public:
    virtual ~TrainingMethod() = default;
    /// Step number `step`, from 0: learns from one batch. The last one also finishes what ships.
    virtual StepResult advance(std::int64_t step) = 0;
    /// Of this step; 0 where the method knows none.
    virtual double learningRate(std::int64_t step) const = 0;
    /// The range of latent weights; infinity: none.
    virtual double latentClip() const = 0;
    /// Puts the weights of now into the network, where the method keeps them elsewhere. Comes before everything below, and
    /// before each reading.
    virtual void settle() = 0;
    /// The scores of what would ship now.
    virtual Tensor scores(const Tensor& inputs) = 0;
    /// What ships now.
    virtual Program pack(const std::string& name, const std::vector<std::string>& classNames) = 0;
    /// What a checkpoint holds besides the state of the network.
    virtual void save(Bundle& bundle) const = 0;
    /// After the network was restored. @errors  Error when the bundle belongs to something else
    virtual void restore(const Bundle& bundle) = 0;
};

/// An entry of the catalogue of training methods.
struct MethodEntry : EntryInfo {
    /// @param params  of the method itself
    /// @errors  Error when the network or the section "training" is none that it can train
    std::function<std::unique_ptr<TrainingMethod>(const Params& params, const TrainingSite& site)> make;
};

std::span<const MethodEntry> methodCatalogue();
std::unique_ptr<TrainingMethod> makeMethod(const Component& component, const TrainingSite& site, const std::string& where = {});

} // namespace orthant
