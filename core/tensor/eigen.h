// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

#include <vector>

namespace orthant {

/// Eigenvalues of a symmetric matrix in rising order, with their vectors: A = V diag(values) V^T.
struct SymmetricEigen {
    std::vector<float> values;
    Tensor vectors; ///< one in each column
};

/// @shape  a: d x d; the lower triangle is read
/// @cost   about 0.3 s for d = 1024, 0.04 s for d = 512; the calling thread only
SymmetricEigen symmetricEigen(ConstMatrixView a);

} // namespace orthant
