// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/bits/products.h"
#include "core/quantizers/packed.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// What binary error propagation leaves open, or lets the user choose.
struct BepRule {
    bool easiestWins = true;       ///< of the wrong neurons of a group; else the one that is most wrong
    bool counterStability = false; ///< how wrong a neuron is, is measured with its counters; else with their signs
    double updateChance = 1;       ///< below 1: a counter moves by the sign of its summed update, with this chance
    double reinforceChance = 0;    ///< of each counter, in each step
};

/// A layer of signs whose weights are the signs of integer counters. Nothing in here is a float.
/// @source  Binary error propagation (BEP), 2025: forward, targets and update rule
class BepLayer {
  public:
    /// @shape  counters: outputs x inputs
    BepLayer(std::size_t outputs, std::size_t inputs, std::span<const std::int16_t> counters);

    std::size_t outputs() const { return weights_.rows; }
    std::size_t inputs() const { return weights_.cols; }
    std::span<const std::int16_t> counters() const { return counters_; }
    const Packed& weights() const { return weights_; } ///< one plane: the signs of the counters
    const BitMatrix& signs() const { return weights_.planes[0]; }
    /// z = W in and its signs.
    /// @shape  in: n x inputs; sums: n x outputs
    void forward(const BitMatrix& in);
    std::span<const std::int32_t> sums() const { return sums_; }
    const BitMatrix& outputSigns() const { return out_; }
    /// 1 where |z| <= limit: the neurons whose sign could still change.
    BitMatrix gates(std::int32_t limit) const;
    /// The wanted inputs, a = sign(W^T (gate . targets)): of all sign vectors the one for which the gated sums agree most with
    /// the targets.
    /// @shape  targets, gates: n x outputs; result: n x inputs
    BitMatrix inputTargets(const BitMatrix& targets, const BitMatrix& gates) const;
    /// In each group of neighbours one wrong neuron of each sample moves its counters by 2 target in^T; then counters
    /// are reinforced, h + 2 sign(h), at random. Counters stay within 16 bits.
    /// @param in       what entered forward()
    /// @param targets  n x outputs
    /// @param teaches  of each sample: whether it counts
    /// @param group    neurons in a group
    void learn(const BitMatrix& in, const BitMatrix& targets, std::span<const std::uint8_t> teaches, std::size_t group,
               const BepRule& rule, const Rng& rng);

  private:
    std::int32_t stability(const std::int8_t* in, std::size_t sample, std::size_t neuron, std::int32_t target, bool counters) const;

    std::vector<std::int16_t> counters_;
    Packed weights_;
    std::vector<std::int32_t> sums_;
    BitMatrix out_;
    std::vector<std::int8_t> unpacked_; ///< the inputs of learn() as +1 and -1
};

/// `count` signs vectors that point away from each other as evenly as possible: from a random start, single signs are turned
/// while that lowers  sum over pairs <p_i, p_j> + spread * variance of <p_i, p_j>.
/// @shape  result: count x width
/// @source  BEP, 2025: the binary equiangular frame of the fixed classifier
BitMatrix signFrame(std::size_t count, std::size_t width, double spread, const Rng& rng);

} // namespace orthant
