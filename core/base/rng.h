// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace orthant {

/// Counter-based random numbers (Philox 4x32-10, Salmon et al. 2011): the value at an index depends on the seed, the
/// stream and the index alone, never on which thread asked or in what order.
/// @threads  const members may be used from any thread at once
class Rng {
  public:
    /// @param stream  separates independent uses of one seed (layer 3's weights, epoch 7's order, ...)
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) : seed_(seed), stream_(stream) {}

    std::uint64_t seed() const { return seed_; }
    std::uint64_t stream() const { return stream_; }

    /// Four independent 32-bit words at a block index.
    std::array<std::uint32_t, 4> block(std::uint64_t index) const;
    std::uint64_t bits(std::uint64_t index) const;
    double uniform(std::uint64_t index) const;            ///< in [0, 1), 53 bits
    double normal(std::uint64_t index) const;             ///< N(0, 1), Box-Muller on one block; many at once: kernels/normals.h
    std::uint64_t below(std::uint64_t index, std::uint64_t bound) const; ///< in [0, bound)

    /// A generator for a part of this one's work: the stream is mixed with `key`.
    Rng split(std::uint64_t key) const;

  private:
    std::uint64_t seed_;
    std::uint64_t stream_;
};

/// Fills x with independent uniform [-scale, scale) values; element i depends on (rng, i) only. Normal values:
/// kernels/normals.h.
void fillUniform(const Rng& rng, float scale, std::span<float> x);

/// A permutation of 0..n-1 (Fisher-Yates over the stream).
void shuffle(const Rng& rng, std::span<std::uint32_t> order);

} // namespace orthant
