// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bundle.h"
#include "core/quantizers/packed.h"
#include "core/unrolled/structure.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace orthant {

/// An unrolled network as it ships: packed weights, thresholds, steps. No training state. Products with sign weights are
/// additions and subtractions of the links on the mask, and one multiplication by the scale for each output.
/// Estimates equal those of training to float rounding: a sum over L links has an error of at most L 2^-23 scale sum |r_j| in
/// either program, so one layer from the same values differs by at most L 2^-22 scale gamma sum |r_j| in each entry.
struct PackedSolver {
    std::string algorithm;  ///< id of the step
    std::string title;
    /// How to make the same matrix again: {"problem": {"id": ..., ...}, "seed": 1}, for makeProblem(). Written by whoever trained
    /// it; empty when nobody knows: then a file without the matrix cannot be read.
    std::string problemText;
    Tensor matrix;            ///< A, m x n
    Tensor sparsifier;        ///< n x n or empty
    std::size_t channels = 1;
    Mask mask;
    MaskCode maskCode;
    std::vector<Packed> weights;        ///< one for each layer, or one in all
    std::vector<Packed> second;         ///< LISTA: W2
    std::vector<float> thresholds, steps;
    std::vector<float> passShare;       ///< support selection: share of entries that pass unshrunk, for each layer; empty: none

    std::size_t layers() const { return thresholds.size(); }

    /// @shape  y: rows x m; the result: rows x n, after `depth` layers (0: all)
    Tensor run(ConstMatrixView y, std::size_t depth = 0) const;
    /// Calls visit(k, x_k) after each layer k = 1 .. depth; the estimate is valid during the call.
    void run(ConstMatrixView y, std::size_t depth, const std::function<void(std::size_t, ConstMatrixView)>& visit) const;
};

/// Where the bytes of a written file are.
struct FileShare {
    std::string text;         ///< "signs", "zeros", "float weights", "scales, thresholds and steps", "mask", "operator", "names and headers"
    std::uintmax_t bytes = 0;
};

struct SolverFile {
    std::filesystem::path file;
    std::uintmax_t bytes = 0;
    std::vector<FileShare> shares;
    bool verified = false; ///< read back: outputs on sample measurements are identical
};

/// Writes npz or safetensors, told by the ending; reads it back and compares, then renames.
/// @param withOperator  the matrix goes into the file, so that the solver runs without anything else; otherwise, where the
///                      solver knows it, the file has what makes the matrix again
/// @errors  Error when the file cannot be written or differs after reading
SolverFile writeSolver(const PackedSolver& solver, const std::filesystem::path& file, bool withOperator = false);
/// @param folder  where relative paths of the problem start
PackedSolver readSolver(const std::filesystem::path& file, const std::filesystem::path& folder = {});

} // namespace orthant
