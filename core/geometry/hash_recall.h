// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/rng.h"
#include "core/bits/bit_matrix.h"
#include "core/geometry/random_rotation.h"
#include "core/geometry/sampling.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace orthant {

/// Sign codes of vectors: signs of their products with hyperplanes, which are Gaussian and independent or rows of
/// rotations.
class SignCoder {
  public:
    static SignCoder independent(std::size_t dimension, std::size_t bits, const Rng& rng);
    /// As many rotations as the bits need; the last one gives its first rows.
    static SignCoder rotations(std::size_t bits, std::vector<RandomRotation> rotations);

    /// @shape  x: n x dimension; the result: n x bits
    BitMatrix code(ConstMatrixView x) const;

  private:
    std::size_t bits_ = 0;
    Tensor planes_; ///< bits x dimension, or empty
    std::vector<RandomRotation> rotations_;
};

/// A cloud of Gaussian points and queries at one angle from points of it. The points are made again whenever they are
/// needed: memory holds their codes only.
class HashRecall {
  public:
    HashRecall(std::size_t points, std::size_t queries, std::size_t dimension, double angle, const Rng& rng);

    /// Codes of all points and queries. False when cancelled.
    struct Codes {
        BitMatrix points, queries;
    };
    bool encode(const SignCoder& coder, Codes& codes, const Progress* progress) const;
    /// Finds the true nearest point of each query, by angle. False when cancelled.
    bool findNearest(const Progress* progress);

    /// How often the nearest point of a query is among the first `depth` by the first `bits` bits; among equals by
    /// chance.
    struct Hits {
        Running first, firstTen;
    };
    Hits search(const Codes& codes, std::size_t bits) const;

    std::size_t points() const { return points_; }
    /// Queries whose nearest point is the one that they were made from.
    std::size_t ownNearest() const;

  private:
    Tensor chunk(std::size_t begin, std::size_t end) const;
    bool overChunks(const Progress* progress, const std::function<void(std::size_t, const Tensor&)>& work) const;

    std::size_t points_, dimension_;
    Rng rng_;
    std::vector<std::size_t> own_, nearest_;
    Tensor queries_;
};

} // namespace orthant
