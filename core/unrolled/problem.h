// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/unrolled/operator.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace orthant {

/// Which samples: each part has random numbers of its own.
enum class Part { Train, Validation, Test };

/// How a signal is looked at.
enum class SignalKind { Spikes, Series, Image };

/// One signal or picture of the test part as a person looks at it. A large picture is many rows of the network.
struct Whole {
    std::string title;
    Tensor x, y;       ///< rows as draw() gives them
    Tensor original;   ///< {height, width}, {length}, or {channels, length}
    Tensor measured;   ///< y as it is looked at: of the shape of the original where y has that form, else {rows, m}
    /// Rows of estimates of x to what is looked at: patches side by side, their means added, coefficients turned into a signal.
    /// @shape  the result: that of `original`
    std::function<Tensor(ConstMatrixView)> assemble;
};

/// An inverse problem: find x from y = A x + e.
/// A network works on rows: a sample is `channels` rows (antennas of one access slot), which share their support.
struct Problem {
    std::string title;
    LinearOperator op;
    Tensor sparsifier;         ///< n x n, orthonormal, rows are atoms: x is sparse in T x; empty: x itself is sparse
    std::size_t channels = 1;
    SignalKind kind = SignalKind::Spikes;
    Shape signalShape;         ///< of one row: {n}, or {height, width}
    double sampleRate = 0;     ///< Hz, for series; 0: none
    std::string signalUnit;    ///< "" when it has none
    double density = 0;        ///< expected share of nonzeros in x (or T x); 0: not exactly sparse
    std::size_t available = 0; ///< training samples that there are at all (files); 0: drawn without end

    /// Fills rows with samples first, first + 1, ... of a part. A sample depends on the seed, the part and its number alone.
    /// @shape  x: samples * channels x n; y: samples * channels x m
    /// @threads  from any thread
    std::function<void(Part part, std::uint64_t first, MatrixView x, MatrixView y)> draw;

    /// A thing to look at: the one of this number among `wholes`. Not empty after makeProblem().
    std::function<Whole(std::uint64_t number)> whole;
    std::size_t wholes = 0; ///< how many there are; 0: without end
};

struct ProblemContext {
    std::filesystem::path folder; ///< relative paths in parameters start here
    std::uint64_t seed = 1;       ///< of random matrices and of all samples
    std::string where = {};       ///< place of the component, for errors; makeProblem() sets it
};

/// An entry of the catalogue of problems. Its parameter "operator" is a component of the catalogue "operators" where the
/// operator is free.
struct ProblemEntry : EntryInfo {
    std::function<Problem(const Params&, const ProblemContext&)> make;
};

std::span<const ProblemEntry> problemCatalogue();

/// Resolves the parameters and makes it.
/// @errors  Error at the parameter or the file
Problem makeProblem(const Component& component, const ProblemContext& context, const std::string& where = {});

/// 10 log10( sum |estimate - x|^2 / sum |x|^2 ), sums over all rows in double.
double nmseDecibel(ConstMatrixView estimate, ConstMatrixView x);

} // namespace orthant
