// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/latent_law.h"
#include "core/geometry/network_walk.h"
#include "core/geometry/pair_tally.h"
#include "core/geometry/trained_network.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orthant {

/// What the weights of a layer say of themselves, without data.
struct WeightMeasures {
    std::vector<double> angles;  ///< of each filter between its latent and its used weights, degrees
    double angle = 0, deviation = 0;
    double cosine = 1;           ///< of all filters pooled: sum w q / sqrt(sum w^2 sum q^2)
    double clipShare = std::nan(""); ///< share of latent weights at the clip; NaN without a clip
    double low = 0, high = 0;    ///< range of the histogram
    std::vector<double> density; ///< of the latent weights, equal bins over [low, high]
    std::vector<LawFit> laws;
};

/// One layer of the walk: its weights, and what its products with real inputs have in common.
class LayerMeasures {
  public:
    /// @param layer  index in the network, of a layer with weights
    LayerMeasures(const TrainedNetwork& trained, std::size_t layer);

    const std::string& name() const { return name_; }
    std::size_t layer() const { return layer_; }
    std::size_t fanIn() const { return latent_.cols(); }
    std::size_t filters() const { return latent_.rows(); }
    bool quantized() const { return quantized_; }
    bool signs() const { return signs_; } ///< the used weights are signs, up to a scale of each filter
    const WeightMeasures& weights() const { return weights_; }

    /// Takes the batch that was walked last.
    /// @param permute  for the control: all entries of the input of this batch, less their mean, change places among each
    ///                 other, so that no direction is left in which they vary more than in others
    /// @return  false when the input is no matrix that the weights multiply
    bool add(const NetworkWalk& walk, bool activations, const Rng& permute);

    std::size_t rows() const { return rows_; }
    const PairTally& products() const { return products_; }         ///< x: A W^b, y: A W^c
    const PairTally& permuted() const { return permuted_; }         ///< the same with permuted entries of A, their mean removed
    const PairTally* activations() const { return activations_ ? &*activations_ : nullptr; } ///< x: A^c W^b, y: A^b W^b

    /// Input variance along the latent filters relative to the average direction, means taken away:
    ///   g = (sum_w w^T C w / sum_w |w|^2) / (tr C / d)
    double gain() const;

  private:
    std::size_t layer_;
    std::string name_;
    Tensor latent_, used_;
    bool quantized_, signs_;
    WeightMeasures weights_;
    double squaredNorms_ = 0;
    PairTally products_, permuted_;
    std::optional<PairTally> activations_;
    std::vector<double> inputSums_, inputSquares_;
    std::size_t rows_ = 0;
    Tensor input_, other_, x_, y_;
};

} // namespace orthant
