// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/io/bundle.h"
#include "core/network/network.h"
#include "core/training/methods/method.h"
#include "core/training/run_event.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// Parameters of the section "training": method, epochs, batchSize, loss, optimizer, schedule, latentClip, glorotRates, ...
std::span<const ParamSpec> trainerParams();

struct Evaluation {
    double loss = 0;
    double accuracy = 0;
};

/// Trains a network by the method of the section "training", one step at a time, and takes readings. The same seed gives the
/// same steps on any number of threads, also after state() and restore().
/// @threads  one caller at a time
class Trainer {
  public:
    /// `network` and `dataset` must outlive the trainer.
    /// @param params  resolved by trainerParams()
    Trainer(Network& network, const Dataset& dataset, const Params& params, std::uint64_t seed, TrainingTerms terms = {});
    ~Trainer();

    std::int64_t step() const;          ///< steps done
    std::int64_t totalSteps() const;
    std::int64_t stepsPerEpoch() const;
    std::size_t batchSize() const;
    double epoch() const;               ///< step() / stepsPerEpoch()
    double learningRate() const;

    /// Learns from one batch. The last step also finishes what ships: statistics of batch normalization are made anew where
    /// training used other maps.
    /// @errors  Error when the loss is not finite
    StepResult advance();

    /// Loss and accuracy of what would ship now; `limit` samples at most (0: all).
    Evaluation evaluate(const Samples& samples, std::size_t limit = 0);

    /// Histograms, angles and motion of all layers with weights, flips since the last probe(), and the gap between the maps of
    /// training and those that ship.
    ProbeReading probe(std::size_t histogramBins);

    /// The decision over the plane. @errors  Error when samples do not have two values
    BoundaryReading boundary(std::size_t width, std::size_t height);

    /// What ships now. @errors  Error that names a layer that cannot be lowered
    Program pack(const std::string& name);

    /// Network, method and position: what a checkpoint holds.
    Bundle state() const;
    void restore(const Bundle& state);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant
