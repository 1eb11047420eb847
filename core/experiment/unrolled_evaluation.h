// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/packed_solver.h"
#include "core/unrolled/problem.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace orthant {

/// NMSE in dB of a packed network after 0, 1, ... layers on the first samples of a part.
/// @errors  Error when the problem has other sizes than the network
std::vector<double> packedCurve(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples);

/// The mean of min(1, |x_K - x|^2 / |x|^2) over the first samples of a part: a loss in [0, 1] for each of them, which T5 is about.
double clippedLoss(const PackedSolver& solver, const Problem& problem, Part part, std::size_t samples);

/// True for a file that writeSolver() has made, whatever the problem.
bool isSolverFile(const std::filesystem::path& file);

/// The problem that a packed network was trained on, and its seed.
struct SolverProblem {
    Component problem;
    std::uint64_t seed = 1;
};
/// @errors  Error when the network does not say
SolverProblem problemOf(const PackedSolver& solver);

} // namespace orthant
