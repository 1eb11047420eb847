// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/base/progress.h"
#include "core/unrolled/problem.h"

#include <cstddef>
#include <functional>
#include <span>

namespace orthant {

/// A classical solver: nothing is trained. Parameters that a solver leaves open (the weight of the l1 norm) are chosen by the
/// caller; `tuned()` looks for the best one.
struct SolverEntry : EntryInfo {
    std::string tunable; ///< id of the parameter that tuned() searches on a logarithmic grid; empty: none
    /// Calls `visit(k, estimate)` for k = 0 (zero) ... iterations; an estimate is valid during the call.
    std::function<void(const Problem&, const Params&, ConstMatrixView y, std::size_t iterations,
                       const std::function<void(std::size_t, ConstMatrixView)>& visit)>
        run;
    /// What the title of a curve adds for these parameters; empty, or no function: nothing.
    std::function<std::string(const Params&)> remark = {};
};

std::span<const SolverEntry> solverCatalogue();

/// "OMP", or "OMP, 4 atoms in an iteration".
std::string solverTitle(const Component& solver);

/// NMSE in dB after 0, 1, ..., iterations on the first `samples` of a part.
std::vector<double> solverCurve(const Component& solver, const Problem& problem, Part part, std::size_t samples,
                                std::size_t iterations, Progress* progress = nullptr);

/// The component with its tunable parameter at the value that gives the lowest NMSE at the last iteration on 200 validation
/// samples.
Component tuned(const Component& solver, const Problem& problem, std::size_t iterations, Progress* progress = nullptr);

} // namespace orthant
