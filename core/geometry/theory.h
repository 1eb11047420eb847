// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

/// Exact and asymptotic statements on angles between vectors and their signs: the lines that stand beside measurements.
/// Angles are in degrees. The subject is that of Anderson and Berg 2017,
/// arXiv:1705.07199; the formulas are derived here, not quoted from it, and tested against tables made apart from this code.
namespace orthant::theory {

double degrees(double radians);
double radians(double degrees);

/// Mean and standard deviation.
struct Moments {
    double mean = 0, deviation = 0;
};

/// cos(v, sign v) of a Gaussian (or any rotation-invariant) vector, exact for every d >= 1:
///   E cos = sqrt(d) Gamma(d/2) / (sqrt(pi) Gamma((d+1)/2)),  E cos^2 = 2/pi + (1 - 2/pi)/d
Moments signCosine(std::size_t d);

/// Relative squared error of the best multiple of sign v, in the mean: (1 - 2/pi)(1 - 1/d).
double signError(std::size_t d);

/// angle(v, sign v) of a Gaussian vector: closed forms for d = 1, 2, 3, else by SignAngleLaw, good to 0.001 degrees.
Moments signAngle(std::size_t d);

/// Density over degrees of angle(v, sign v), d >= 2. Cheap to call; made once for each d.
std::function<double(double)> signAngleDensity(std::size_t d);

/// Density over degrees of the angle between two independent directions in d >= 2 dimensions, exact:
///   Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2)) sin^(d-2)
double pairAngleDensity(std::size_t d, double angle);
/// Its standard deviation, by quadrature (the mean is 90).
double pairAngleDeviation(std::size_t d);

/// log10 of the chance that an independent direction lies within `angle` < 90 degrees of a given one:
///   P = 1/2 I_{sin^2 angle}((d-1)/2, 1/2)
double log10ChanceWithin(std::size_t d, double angle);

/// arccos(r)/pi: how often two jointly Gaussian variables of correlation r differ in sign.
double signFlipRate(double correlation);

/// The alignment-gain law: correlation of x.w and x.q(w) when the filters see g times the average input variance.
///   r^2 = 1 / (1 + tan^2(angle)/g)
double gainCorrelation(double angle, double gain);
/// Its inverse in g.
double gainOfCorrelation(double angle, double correlation);

/// Correlation pooled over filters w ~ N(0, S), diag S = 1, and inputs x ~ N(0, C), exact:
///   weights binarized                 r^2 = sum C S / sum C asin(S)
///   both binarized (also diag C = 1)  r^2 = sum C S / sum asin(C) asin(S)
/// @shape  covariance matrices d x d, row-major
double pooledCorrelationWeights(const std::vector<double>& inputs, const std::vector<double>& filters);
double pooledCorrelationBoth(const std::vector<double>& inputs, const std::vector<double>& filters);

/// The laws of which the entries of a vector may be.
struct EntryLaw {
    double meanMagnitude = 0; ///< E|w|, with E w^2 = 1
    double third = 0;         ///< E|w|^3; infinite when it does not exist
    double fourth = 0;        ///< E w^4
};
EntryLaw gaussianLaw();
EntryLaw uniformLaw();
EntryLaw laplaceLaw();
EntryLaw logisticLaw();
EntryLaw studentLaw(double degreesOfFreedom); ///< more than 2 degrees of freedom
/// Gaussian of standard deviation sigma, clipped to [-1, 1] (values beyond lie on the ends).
EntryLaw clippedGaussianLaw(double sigma);

/// Limit of angle(w, sign w) for independent entries: arccos(E|w| / sqrt(E w^2)).
double limitAngle(const EntryLaw& law);
/// Deviation of that angle times sqrt(d), by the delta method; infinite without a fourth moment.
double limitDeviation(const EntryLaw& law);

} // namespace orthant::theory
