// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/problem.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace orthant {

/// Samples as rows, with their measurements.
struct SampleRows {
    Tensor x, y;
};
SampleRows drawSamples(const Problem& problem, Part part, std::uint64_t first, std::size_t count);

/// The batches of a training. Without a number of samples every batch is new; with one, the same samples come in another order
/// each time round, and stay in memory unless they take more than half a GiB.
class SampleSource {
  public:
    /// `problem` must outlive it. @param samples  0: without end, or all that the problem has
    SampleSource(const Problem& problem, std::size_t samples, std::size_t batch, std::uint64_t seed);

    std::size_t samples() const { return samples_; } ///< 0: without end
    /// The batch of a step, valid until the next call.
    const SampleRows& batch(std::int64_t step);

  private:
    std::uint32_t sampleAt(std::uint64_t position);

    const Problem& problem_;
    std::size_t samples_, batch_;
    std::uint64_t seed_;
    SampleRows kept_, current_;
    std::vector<std::uint32_t> order_;
    std::uint64_t round_ = ~std::uint64_t{0}; ///< of order_
};

} // namespace orthant
