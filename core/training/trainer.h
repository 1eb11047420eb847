// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/io/bundle.h"
#include "core/network/network.h"
#include "core/training/run_event.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace orthant {

/// Parameters of the section "training": epochs, batchSize, loss, optimizer, schedule, latentClip, glorotRates, ...
std::span<const ParamSpec> trainerParams();

struct StepResult {
    double loss = 0;     ///< mean over the batch
    double accuracy = 0; ///< fraction of the batch
};

struct Evaluation {
    double loss = 0;
    double accuracy = 0;
};

/// The gradient loop, one step at a time. The same seed gives the same steps on any number of threads, also after
/// state() and restore().
/// @threads  one caller at a time
class Trainer {
  public:
    /// `network` and `dataset` must outlive the trainer.
    /// @param params  resolved by trainerParams()
    Trainer(Network& network, const Dataset& dataset, const Params& params, std::uint64_t seed);
    ~Trainer();

    std::int64_t step() const;          ///< steps done
    std::int64_t totalSteps() const;
    std::int64_t stepsPerEpoch() const;
    std::size_t batchSize() const;
    double epoch() const;               ///< step() / stepsPerEpoch()
    double learningRate() const;

    /// One batch: forward, loss, backward, update, clip. After the last one of a network with soft quantizers the statistics of
    /// batch normalization are made anew with what ships.
    /// @errors  Error when the loss is not finite
    StepResult advance();

    /// Loss and accuracy in evaluation mode; `limit` samples at most (0: all).
    Evaluation evaluate(const Samples& samples, std::size_t limit = 0);

    /// Histograms, flips since the last probe() and angles of all layers with weights.
    ProbeReading probe(std::size_t histogramBins);

    /// The decision over the plane. @errors  Error when samples do not have two values
    BoundaryReading boundary(std::size_t width, std::size_t height);

    /// Network, optimizer and position: what a checkpoint holds.
    Bundle state() const;
    void restore(const Bundle& state);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant
