// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/unrolled/problem.h"
#include "core/unrolled/structure.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace orthant {

/// What a layer computes, for all algorithms of the catalogue:
///   q_{k+1} = z_k + gamma_k W_k (y - A v_k), or W1_k y + W2_k z_k where the form is split
///   z_{k+1} = S(q_{k+1}), or q_{k+1} where nothing shrinks; z_0 = q_0 = 0
///   v_k = z_k, or 2 z_k - q_k where the form is relaxed
struct UnrolledForm {
    bool split = false;
    bool relaxed = false;
    bool shrinks = true;
    bool learnsLinks = true; ///< the latent matrices; else they stay what they are at the start
};

/// What a network starts from.
struct UnrolledStart {
    Tensor weights; ///< n x m
    Tensor second;  ///< n x n where the form is split
    double threshold = 0;
};

/// An entry of the catalogue of unrolled algorithms.
struct UnrolledEntry : EntryInfo {
    UnrolledForm form;
    bool tied = false; ///< whatever the parameters say: they have no "tied" then
    std::function<UnrolledStart(const Problem&, const Mask&, const Params&)> start;
};

/// Parameters: layers, tied, supportSelection with its shares, learnedSteps, start of thresholds.
std::span<const UnrolledEntry> unrolledCatalogue();
const UnrolledEntry& unrolledEntry(const std::string& id, const std::string& where = {});

/// Parameters that all have. @param learnedSteps  their default
std::vector<ParamSpec> unrolledParams(bool learnedSteps);
ParamSpec tiedParam();
ParamSpec startParam(); ///< "start" of learned matrices: gradient or analytic

/// 1.001 |A|^2: a step of 1 / L never overshoots. The norm comes from below, the margin makes up for it.
double lipschitz(const Problem& problem);
/// A^T / L, or the analytic weights where the parameter "start" says so, and the threshold thresholdStart / L.
/// @source  Chen et al. 2018, their public code
UnrolledStart gradientStart(const Problem& problem, const Mask& mask, const Params& params);

/// min |W A|_F with w_i . a_i = 1 for each column a_i of A and row w_i of W, zeros outside the mask: for the support S of a row,
/// w_S = G_S^-1 a_S / (a_S . G_S^-1 a_S) with G = A A^T. Where a column has no link its row is 0. G gets 1e-9 of its trace on
/// the diagonal, so that measurements that repeat each other do no harm.
/// @shape  matrix: m x n; the result: n x m
/// @source  Liu et al. 2019 (ALISTA), definition 1; the closed form is derived here
/// @cost    one Cholesky decomposition for each run of rows with the same support
Tensor analyticWeights(ConstMatrixView matrix, const Mask& mask);

} // namespace orthant
