// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"
#include "core/tensor/tensor.h"

#include <string>

namespace orthant {

/// The largest number of rows or columns of an operator: a matrix takes 64 MiB then.
inline constexpr std::size_t largestSide = 4096;

/// @errors  Error at `where` for a matrix with a side of 0 or of more than largestSide
void checkSides(std::size_t rows, std::size_t cols, const std::string& where);

/// Independent entries: "gaussian", each column scaled to unit norm, or "signs", +-1/sqrt(rows), which have it.
void fillRandomMatrix(const Rng& rng, const std::string& entries, MatrixView a);

/// Every column that is not zero gets unit norm.
void normalizeColumns(MatrixView a);

/// Orthonormal DCT-II: row k is the atom of frequency k.
Tensor dctMatrix(std::size_t n);
/// Row (i r + p, j c + q) is a_ij b_pq for b of r x c.
Tensor kroneckerProduct(const Tensor& a, const Tensor& b);
/// I (x) a.
Tensor blockDiagonal(std::size_t blocks, const Tensor& a);
/// The 2-D transform of pictures that are rows of height x width values.
Tensor dctMatrix2d(std::size_t height, std::size_t width);

/// The largest singular value by Lanczos iteration, until a step changes it by less than 1e-8 of itself; from below.
/// @cost  2 products of the matrix with a vector in each of some 20 to 60 steps
double spectralNorm(ConstMatrixView a);

} // namespace orthant
