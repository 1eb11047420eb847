// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/rng.h"
#include "core/tensor/tensor.h"

#include <cstddef>
#include <vector>

namespace orthant {

/// A random orthogonal map, with a path from the identity: `blend` 0 is the identity (for Hadamard up to signs of the
/// coordinates, which no angle to the signs can see), 1 the full rotation, and every map between is orthogonal.
class RandomRotation {
  public:
    static RandomRotation identity(std::size_t dimension);

    /// Q^T B Q, with Q Haar-distributed (Stewart 1980: products of random reflections) and B made of plane rotations by
    /// blend * angle, the angles evenly spaced in (0, pi) from a random start: a geodesic. At blend 1 the law is close
    /// to Haar's: the cosine of x and its image has mean 0 and a variance near 1/d.
    /// @cost  that of two products of d x d matrices
    /// @param progress  when it is cancelled the work ends early and the map is worth nothing
    static RandomRotation haar(std::size_t dimension, double blend, const Rng& rng, const Progress* progress = nullptr);

    /// (H D) repeated: D random signs, H the Hadamard matrix of the next power of two, as butterflies by blend * 45
    /// degrees. Vectors are filled up with zeros.
    /// @cost  d log d for each vector and round
    static RandomRotation hadamard(std::size_t dimension, std::size_t rounds, double blend, const Rng& rng);

    std::size_t inputs() const { return inputs_; }
    std::size_t outputs() const { return outputs_; } ///< more than inputs() where vectors are filled up

    /// y = R x for every row.
    /// @shape  x: n x inputs(), y: n x outputs()
    void apply(ConstMatrixView x, MatrixView y) const;

  private:
    void butterflies(float* row) const;

    std::size_t inputs_ = 0, outputs_ = 0;
    Tensor matrix_;                         ///< of haar()
    std::vector<std::vector<float>> signs_; ///< of hadamard(), one for each round
    float cosine_ = 1, sine_ = 0;           ///< of one butterfly
};

/// A Haar-distributed orthogonal matrix, d x d; worth nothing when `progress` was cancelled.
Tensor haarMatrix(std::size_t dimension, const Rng& rng, const Progress* progress = nullptr);

} // namespace orthant
