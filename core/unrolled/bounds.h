// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor.h"
#include "core/unrolled/packed_solver.h"

#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A bound and whether its conditions hold for these very matrices.
struct Bound {
    std::string id;      ///< "T1" ... "T5"
    std::string title;
    std::string source;  ///< "derived here"
    bool applies = false;
    std::string reason;  ///< which condition fails, or with which constants it holds: "rho = 0.58"
    std::vector<double> values; ///< for each layer from 0 where it is a curve; one number otherwise
};

/// T1: the error of one scale for all against one for each channel, identity of pibinn.md 3.2.
struct ScaleError {
    double global = 0, channel = 0; ///< squared errors
    double between = 0;             ///< sum_c n_c (mbar_c - mbar)^2 = global - channel
    double relative = 0;            ///< global / |w|^2
};
ScaleError scaleError(const Tensor& weights, const Mask& mask);

/// T2: |e_k| <= rho^k |e_0| + ... with rho_k = |I - W_k A|_2. @param start  |x*|
Bound contractionBound(const PackedSolver& solver, double start, double noise, std::size_t nonzeros);

/// T3: sparse recovery in the l1 norm, with the thresholds that it prescribes.
struct RecoveryConstants {
    double delta = 0, mu = 0, c = 0;
};
RecoveryConstants recoveryConstants(ConstMatrixView weights, ConstMatrixView matrix, std::size_t nonzeros);
Bound recoveryBound(ConstMatrixView weights, ConstMatrixView matrix, std::size_t nonzeros, double start, double nu,
                    std::size_t layers);

/// T4: how far two networks with the same thresholds are apart, by |W'_k - W_k| and the residuals of the first.
Bound sensitivityBound(const PackedSolver& first, const PackedSolver& second, std::span<const double> residualNorms);
/// T4, the other reading: how a change of the measurements grows.
Bound stabilityBound(const PackedSolver& solver, double change);

/// T5: sqrt((b ln 2 + ln(1 / delta)) / (2 N)): the gap that b bits allow, for a loss in [0, 1].
Bound generalizationBound(double bits, double delta, double samples);

/// lambda_0 = n / sum |A_ij|.
double predictedScale(ConstMatrixView matrix);

} // namespace orthant
