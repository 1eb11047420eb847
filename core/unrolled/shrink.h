// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <cstddef>

namespace orthant {

/// Entries of a sample that a share stands for.
inline std::size_t passingOf(float share, std::size_t unknowns) {
    return static_cast<std::size_t>(static_cast<double>(share) * static_cast<double>(unknowns) + 1e-4);
}

/// Soft thresholding of the rows of q, with support selection.
/// One channel:  z = sign(q) max(|q| - t, 0). Several: rows of one sample share their support, z = q max(1 - t / |q_j|, 0) with
/// the norm of entry j over the channels.
/// Support selection: of those above t, the `passing` largest of a sample go through unshrunk (more where they are equal).
/// @source  Chen et al. 2018, arXiv:1808.10038; several channels: group soft threshold
struct Shrinkage {
    float threshold = 0;
    std::size_t passing = 0;
    std::size_t channels = 1;

    /// @param passFrom  one for each sample: the magnitude from which entries pass; infinity where none does
    void forward(ConstMatrixView q, MatrixView z, float* passFrom) const;
    /// dq from dz, which it may be, with the passing entries taken as given.
    /// @param slopes  one for each sample: the gradient of the threshold
    void backward(ConstMatrixView q, const float* passFrom, ConstMatrixView dz, MatrixView dq, double* slopes) const;
};

} // namespace orthant
