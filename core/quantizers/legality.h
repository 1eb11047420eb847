// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantizers/quantizer.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// A pair of a forward map F and a backward map B, sampled or drawn.
/// All vectors have one value for each w, which rises; jump[i] says that F jumps between w[i] and w[i + 1] (one fewer value, or
/// none where F is known to be continuous).
struct SampledPair {
    std::vector<double> w, forward, backward;
    std::vector<bool> jump;
};

/// Samples at `count` equal steps over [low, high], ends included. A large step of F is looked into by bisection: what remains
/// of it at the width of 1e-9 of the range is a jump.
SampledPair samplePair(const ScalarMaps& maps, double low, double high, std::size_t count);

/// The samples with two more around each jump, so that it has a cell of its own, no wider than 1e-9 of the range.
SampledPair withSharpJumps(const ScalarMaps& maps, const SampledPair& pair);

/// Whether a pair is that of a proximal method on the loss behind a change of variables: F = T o P and B = T' o P with P
/// proximal (non-decreasing) and T smooth. On each cell of the samples:
///   1. where F moves, B is not 0 and has the sign of F'
///   2. where F is flat and B is not 0, B is constant, since P must be flat
///   3. where F is flat and B is 0, P is free; it rises with slope 1
///   4. a jump of F upwards is a jump of P; a jump downwards cannot be
/// Flat means a change below the rounding of a double. A tail that fades into rounding is not judged as flat, since there
/// B fades with it.
/// @source  criterion of Lu et al. 2023, ProxConnect++, arXiv:2402.17710, as recalled; this local test is derived here
struct Legality {
    bool legal = true;
    std::string reason;      ///< "B varies on (0, 1) where F is flat"; empty when legal
    double low = 0, high = 0;///< where, when not legal
};
Legality testLegality(const SampledPair& pair);

/// What stands behind a legal pair, at the samples: P(w); T and its slope are the pairs (P, F) and (P, B).
/// The regularizer r with P = argmin_p (p - w)^2 / 2 + r(p) is given at p = P(w) up to a constant, 0 at its smallest. Where P
/// jumps it is the bound below which r may not fall. Where P is flat r has a kink.
struct Decomposition {
    std::vector<double> proximal;    ///< P(w)
    std::vector<double> regularizer; ///< r(P(w))
};
/// Nothing when the pair is not legal.
std::optional<Decomposition> decompose(const SampledPair& pair);

/// F = integral of B, odd in its ends: the pair for which P is the identity. It turns BNN+ into BNN++.
SampledPair repaired(const SampledPair& pair);

/// The family between ProxConnect (s = 0: B = 1, P = F) and gradient descent (s = 1: B = F', P = identity):
/// B = |F'|^s sign(F'), with F' by differences of the samples.
/// @source  derived here
SampledPair split(std::span<const double> w, std::span<const double> forward, double s);

/// The non-decreasing values that are nearest in the least-squares sense: pool adjacent violators, O(n).
std::vector<double> nearestNonDecreasing(std::span<const double> values);

} // namespace orthant
