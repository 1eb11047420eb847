// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/training/augmentation.h"

#include <cstdint>
#include <span>
#include <vector>

namespace orthant {

/// The batches of a run. Each epoch has its own order, which depends on the seed and the number of the epoch alone, so a step
/// finds its samples without those before it.
class Batches {
  public:
    /// `dataset` must outlive the batches.
    /// @param size  samples in a batch; at most all of them
    /// @errors  Error when there are no training samples
    Batches(const Dataset& dataset, std::size_t size, std::uint64_t seed, const Augmentation& augmentation = {});

    std::size_t size() const { return size_; }
    std::int64_t perEpoch() const { return perEpoch_; }

    /// Draws from these samples in place of 0, 1, ..., in orders of another seed. A sample may stand there several times.
    /// @param samples  as many as there are training samples
    void draw(std::vector<std::uint32_t> samples, std::uint64_t seed);

    /// Copies the samples of this step together, augmented: the change of a sample depends on seed, step and sample alone.
    void gather(std::int64_t step);
    const Tensor& inputs() const { return inputs_; }
    std::span<const std::uint16_t> labels() const { return labels_; }

  private:
    const Dataset& dataset_;
    std::uint64_t seed_;
    Augmentation augmentation_;
    std::size_t size_;
    std::int64_t perEpoch_;
    std::vector<std::uint32_t> samples_; ///< what is drawn from; empty: all, each once
    std::int64_t orderEpoch_ = -1;
    std::vector<std::uint32_t> order_;
    Tensor inputs_;
    std::vector<std::uint16_t> labels_;
};

/// `count` neighbours as one tensor: count x sample shape.
Tensor sliceOf(const Samples& samples, std::size_t first, std::size_t count);

} // namespace orthant
