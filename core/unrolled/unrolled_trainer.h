// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/unrolled_net.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// What is seen of an unrolled network in training.
struct UnrolledReading {
    std::int64_t step = 0, totalSteps = 0;
    std::string stage;                 ///< "float", "signs", "scales": what is trained now
    std::size_t layer = 0;             ///< layer-wise training: the layer at work, from 1; 0: all
    double trainLoss = 0;              ///< mean squared error per sample of the last batches
    double trainNmse = 0;              ///< dB, of the last batches
    double learningRate = 0;
    double samplesPerSecond = 0;
    std::vector<double> nmse;          ///< dB on validation samples after 0 .. layers; NaN for layers not begun
    std::vector<double> scales;        ///< lambda: one, or as many as there are; empty in the float stage
    double predictedScale = 0;         ///< lambda_0 = n / sum |A_ij|
    std::vector<double> thresholds, steps;
    std::vector<double> flipped;       ///< for each matrix, share of signs that differ from those at the last reading
    std::vector<double> flippedTotal;  ///< and from those at the start of the stage "signs"
    std::vector<double> histogramEdges;///< of latent weights on the mask, all layers
    std::vector<double> histogram;     ///< counts
};

/// Parameters of the section "training": schedule (end_to_end, layer_wise), reading (A, A', B, C, D, E, post_training, one_stage),
/// steps, batchSize, learningRate, finalRate, samples (0: drawn on the fly), validation, test, readingEverySteps, ...
/// @source  layer-wise stages: Chen et al. 2018, their public code; the readings of two stages are ours, the paper is silent
std::span<const ParamSpec> unrolledTrainingParams();

/// Trains one network, one step at a time. The same seed gives the same steps on any number of threads, also after state() and
/// restore(). Memory does not grow with the number of samples drawn on the fly.
/// @threads  one caller at a time
class UnrolledTrainer {
  public:
    /// @param params  resolved by unrolledTrainingParams()
    UnrolledTrainer(UnrolledNet& net, const Problem& problem, const Params& params, std::uint64_t seed);
    ~UnrolledTrainer();

    std::int64_t step() const;
    std::int64_t totalSteps() const; ///< an upper bound where stages end early
    bool finished() const;
    bool hasFloatStage() const; ///< the readings C and one_stage have none
    /// True between the last step of the float stage and the next one: then the network's state() is what other weights can
    /// start from.
    bool floatStageEnded() const;
    /// Goes to the end of the float stage with these weights, the state() of another network with the same algorithm and mask.
    /// Without a float stage nothing happens.
    void startFrom(const Bundle& floatState);

    /// One step. @errors  Error when the loss is not finite
    void advance();
    UnrolledReading reading();

    Bundle state() const;
    void restore(const Bundle& state);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace orthant
