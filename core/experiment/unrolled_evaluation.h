// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/packed_solver.h"
#include "core/unrolled/problem.h"

#include <cstddef>
#include <vector>

namespace orthant {

/// NMSE in dB of a packed network on the first samples of a part.
/// @param depth  after so many layers; 0: all
double packedNmse(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples, std::size_t depth = 0);
/// After 0, 1, ... layers.
std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples);

} // namespace orthant
