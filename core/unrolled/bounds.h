// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"
#include "core/unrolled/packed_solver.h"

#include <span>
#include <string>
#include <vector>

namespace orthant {

// All of these are derived here, none is a theorem of the PIBiNN paper.

/// A bound and whether its conditions hold for these very matrices.
struct Bound {
    std::string id; ///< "T1" ... "T5"
    std::string title;
    std::string source; ///< "derived here"
    bool applies = false;
    std::string reason;         ///< which condition fails, or with which constants it holds: "rho = 0.58"
    std::vector<double> values; ///< for each layer from 0 where it is a curve; one number otherwise
};

/// T1: the error of one scale for all against one for each channel, and what lies between them.
struct ScaleError {
    double global = 0, channel = 0; ///< squared errors
    double between = 0;             ///< sum_c n_c (mbar_c - mbar)^2 = global - channel
    double relative = 0;            ///< global / |w|^2
};
ScaleError scaleError(const Tensor& weights, const Mask& mask);

/// T2: |e_{k+1}| <= rho_k |e_k| + |W_k| |e| + theta_k sqrt(s) with rho_k = |I - W_k A|_2; the curve is shown to apply
/// where every rho_k is below 1. Norms come from an iteration from below, and a thousandth is added.
/// @param start  |x*|. @param noise  |e|. @param nonzeros  s, of x* (of T x* with a sparsifier), the same for all
/// channels
Bound contractionBound(const PackedSolver& solver, double start, double noise, std::size_t nonzeros);

/// T3: sparse recovery in the l1 norm, with the thresholds that it prescribes. C = W A: delta = max |1 - C_ii|,
/// mu = max |C_ij| off the diagonal, c = delta + (2 s - 1) mu.
struct RecoveryConstants {
    double delta = 0, mu = 0, c = 0;
};
RecoveryConstants recoveryConstants(ConstMatrixView weights, ConstMatrixView matrix, std::size_t nonzeros);

/// One block of a block-diagonal operator, or all of it, with one signal.
struct RecoveryBlock {
    RecoveryConstants constants; ///< the worst of all layers
    std::size_t nonzeros = 0;    ///< s
    double start = 0;            ///< |x*|_1 or more
    double nu = 0;               ///< max |(W e)_i|
};
/// The blocks of a network, its operator and one signal. @shape  x: n, noise: m or empty
std::vector<RecoveryBlock> recoveryBlocks(const PackedSolver& solver, std::span<const float> x,
                                          std::span<const float> noise);

struct RecoveryBound {
    Bound bound;                    ///< |x_k - x*|_1 for k = 0 ... layers
    std::vector<double> thresholds; ///< theta_k = max over the blocks of mu E_k + nu: what the bound holds for
};
/// For one block E_{k+1} = c E_k + 2 s nu. With several, all have the threshold of the one that needs most:
/// E_{k+1} = (delta + (s - 1) mu) E_k + s (nu + theta_k). No false positives ever.
RecoveryBound recoveryBound(std::span<const RecoveryBlock> blocks, std::size_t layers);

/// T4: how far two networks with the same thresholds are apart, by |W'_k - W_k| and the residuals |y - A x_k| of the
/// first.
Bound sensitivityBound(const PackedSolver& first, const PackedSolver& second, std::span<const double> residualNorms);
/// T4, the other reading: how a change of the measurements grows. @param change  |dy|
Bound stabilityBound(const PackedSolver& solver, double change);

/// T5: sqrt((b ln 2 + ln(1 / delta)) / (2 N)): the gap that b bits allow, for a loss in [0, 1].
Bound generalizationBound(double bits, double delta, double samples);

/// lambda_0 = n / sum |A_ij|.
double predictedScale(ConstMatrixView matrix);

} // namespace orthant
