// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"

namespace orthant {

enum class Transpose { No, Yes };

/// C = op(A) op(B), or C += with `accumulate`. OpenBLAS on one thread under tiles of fixed size over oneTBB, so the
/// result does not depend on the number of threads.
/// @shape  op(A): m x k, op(B): k x n, C: m x n, row-major
void floatProduct(ConstMatrixView a, Transpose transposeA, ConstMatrixView b, Transpose transposeB, MatrixView c,
                  bool accumulate = false);

} // namespace orthant
