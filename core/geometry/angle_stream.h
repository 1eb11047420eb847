// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/geometry/entry_law.h"
#include "core/geometry/study.h"
#include "core/quantizers/quantizer.h"

#include <cstdint>
#include <vector>

namespace orthant {

/// Mean, deviation and histogram of angles in degrees, built up sample by sample.
struct AngleTally {
    double low = 0, width = 0.25;       ///< of the bins, degrees
    std::vector<std::uint64_t> counts;  ///< values outside are in the outer bins
    std::uint64_t samples = 0;
    double sum = 0, squares = 0;        ///< of (angle - low), so that little is lost to rounding

    void setRange(double from, double to, std::size_t bins);
    void add(double angle);
    void merge(const AngleTally& other); ///< of the same range
    double mean() const;
    double deviation() const;
    double standardError() const;
    double density(std::size_t bin) const; ///< per degree
};

/// Draws vectors v and measures angle(v, q(v)) and, on pairs of vectors, angle(u, v).
/// Samples are drawn in fixed blocks and merged in order: the tallies are the same for any number of threads.
class AngleStream {
  public:
    /// @param zeroStaysZero  entries that are 0 quantize to 0 instead of sign(0) = +1
    AngleStream(const EntrySampler& law, std::size_t dimension, const Quantizer& quantizer, bool zeroStaysZero,
                std::uint64_t seed);

    /// Measures `samples` more vectors; those of an odd place are also compared with the one before. However the
    /// samples are split among calls, the tallies are the same.
    void advance(std::uint64_t samples, Progress* progress);

    const AngleTally& quantized() const { return quantized_; }
    const AngleTally& pairs() const { return pairs_; }
    std::uint64_t skipped() const { return skipped_; } ///< vectors without a direction: all entries 0

  private:
    struct Block;
    struct Scratch;
    void measure(std::uint64_t number, std::size_t from, std::size_t to, Block& block, Scratch& scratch) const;
    std::vector<Block> measure(std::uint64_t from, std::uint64_t to) const;
    void choosePilotRanges();

    const EntrySampler& law_;
    std::size_t dimension_;
    const Quantizer& quantizer_;
    bool zeroStaysZero_;
    Rng rng_;
    bool bySums_; ///< the quantizer is the sign: its angle follows from sums over the vector
    std::size_t rows_; ///< vectors of a block, even
    std::uint64_t next_ = 0; ///< number of the next sample
    AngleTally quantized_, pairs_;
    std::uint64_t skipped_ = 0;
};

} // namespace orthant
