// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

/// What quantizing one number at a time does to a long vector of independent entries: exact moments of the cells, and
/// from them the angle, the error and their spread. Fast enough for 60 calls a second while a threshold is dragged.
namespace orthant::theory {

/// A symmetric law of mean 0 and variance 1.
struct Source {
    enum class Law { Gaussian, Uniform, Laplace, Logistic, StudentT };
    Law law = Law::Gaussian;
    double degreesOfFreedom = 5; ///< Student t only; more than 2
};

double sourceDensity(const Source& source, double x);
/// Integral of x^power f(x) over [from, to], power 0 to 4; the ends may be infinite.
/// Infinite or NaN where a Student t law has no such moment.
double sourceMoment(const Source& source, int power, double from, double to);
double meanMagnitude(const Source& source); ///< E|w|

/// n levels and the n - 1 thresholds between them, ascending. An entry on a threshold belongs to the upper cell.
struct ScalarQuantizer {
    std::vector<double> thresholds, levels;

    friend bool operator==(const ScalarQuantizer&, const ScalarQuantizer&) = default;
};

/// +-E|w|, the level that makes the error of a sign smallest.
ScalarQuantizer signQuantizer(const Source& source);
/// -s, 0, s with zeros up to the threshold (in sigma) and the best s, E(|w| where |w| > threshold).
ScalarQuantizer ternaryQuantizer(const Source& source, double threshold);
/// Levels at odd multiples of half a step around zero.
ScalarQuantizer uniformQuantizer(std::size_t levels, double step);
/// The step with the smallest error of the levels as they are.
double bestStep(const Source& source, std::size_t levels);
/// The smallest error of all quantizers with this many levels: each level is the mean of its cell, each threshold the
/// middle of two levels (Lloyd 1957, Max 1960). To convergence, by Newton steps where they help and Lloyd's steps
/// elsewhere.
ScalarQuantizer lloydMax(const Source& source, std::size_t levels);

/// Limits for long vectors; the angle of d entries is angle + shift/d in the mean and spreads by spread/sqrt(d).
struct ScalarQuantizerFacts {
    std::vector<double> shares; ///< chance of each cell
    double cosine = 0;          ///< E wq / sqrt(E q^2)
    double angle = 0;           ///< degrees
    double error = 0;           ///< relative, at the best scale: 1 - cosine^2
    double errorAsIs = 0;       ///< E (w - q)^2 with the levels as they are
    double bestScale = 0;       ///< factor of all levels that makes the error smallest
    double signalToNoise = 0;   ///< dB, at the best scale
    double zeros = 0;           ///< chance of a level that is 0
    double entropy = 0;         ///< bits of an entry's index
    double flips = 0;           ///< arccos(cosine)/pi: how often x.w and x.q differ in sign for Gaussian x
    double spread = 0;          ///< degrees times sqrt(d), delta method; infinite without a fourth moment
    double shift = 0;           ///< degrees times d, second order; NaN without a fourth moment
    double cosineSpread = 0, cosineShift = 0; ///< the same for the cosine
};

/// @cost  about 5 incomplete gamma or beta functions for each threshold
ScalarQuantizerFacts factsOf(const ScalarQuantizer& quantizer, const Source& source);

} // namespace orthant::theory
