// SPDX-License-Identifier: GPL-3.0-or-later
/// Slow, obvious versions of the products, written from their definitions; they share no code with the kernels.
#pragma once

#include "core/base/rng.h"
#include "core/bits/bit_matrix.h"
#include "core/tensor/gemm.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace reference {

/// A matrix of random signs, +1 with this probability.
orthant::BitMatrix randomBits(std::size_t rows, std::size_t cols, std::uint64_t seed, double plus = 0.5);
orthant::Tensor randomTensor(orthant::Shape shape, std::uint64_t seed);
/// Whole numbers in [-8, 8]: sums of them are exact in float.
orthant::Tensor randomIntegers(orthant::Shape shape, std::uint64_t seed);

/// sum over k of a[i][k] b[j][k], element by element; where mask is given, only where its bit is 1.
std::vector<std::int32_t> xnorProduct(const orthant::BitMatrix& a, const orthant::BitMatrix& b,
                                      const orthant::BitMatrix* mask = nullptr);

/// op(A) op(B) in double.
std::vector<double> product(orthant::ConstMatrixView a, orthant::Transpose transposeA, orthant::ConstMatrixView b,
                            orthant::Transpose transposeB);

/// Runs `test` with each kernel target that this CPU has, and goes back to the one before.
void onEveryTarget(const std::function<void(const std::string&)>& test);

} // namespace reference
