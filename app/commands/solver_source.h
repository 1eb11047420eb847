// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/packed_solver.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace orthant {

/// Which network of an unrolled plan is meant.
struct SolverChoice {
    std::string network; ///< its number from 1 or its title; empty: the only one
    std::optional<std::uint64_t> seed;
    std::optional<double> value; ///< of what is varied

    void addOptions(CLI::App& command);
};

/// True for the folder of an unrolled plan or of one of its networks, and for the file of a packed solver.
bool isSolverSource(const std::filesystem::path& source);

struct SolverSource {
    PackedSolver solver;
    std::filesystem::path folder; ///< where relative paths of its problem start
};
/// @errors  Error when the choice is not one network that is finished
SolverSource openSolver(const std::filesystem::path& source, const SolverChoice& choice);

} // namespace orthant
