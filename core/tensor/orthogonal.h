// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace orthant {

/// The orthogonal Q with the largest trace of A Q: V U^T where A = U S V^T (Procrustes), by one-sided Jacobi rotations.
/// Where A has no full rank, Q is one of the many.
/// @shape  a: n x n, row after row; result: the same
/// @cost   about 10 n^3 for each of some 8 sweeps: for n up to a few hundred
std::vector<double> procrustes(std::span<const double> a, std::size_t n);

} // namespace orthant
