// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace orthant::theory {

/// The law of angle(v, sign v) for a Gaussian vector v of d >= 4 entries, which has no closed form. Angles are in degrees.
///
/// Up to d = 32: exact, by recursion over the dimension. A direction in d dimensions is (cos p, sin p u) with p of density
/// proportional to sin^(d-2) and u a direction in d - 1 dimensions, so |v|_1/|v|_2 = |cos p| + sin p |u|_1. Tabulated, good
/// to 0.0005 degrees.
///
/// Above: the moments of the cosine are exact, since |v|_1 = cos |v|_2 sqrt(d) with cosine and length independent, and the
/// moments of a sum of half-normal terms follow from its cumulants. The angle is arccos expanded about the mean cosine to
/// the sixth order; the density is that of the cosine by Edgeworth's expansion. Good to 0.001 degrees.
class SignAngleLaw {
  public:
    static SignAngleLaw of(std::size_t d); ///< the tables are made on first use, in some tens of milliseconds

    double mean() const { return mean_; }
    double deviation() const { return deviation_; }
    double density(double angle) const; ///< per degree

  private:
    std::size_t d_ = 0;
    double mean_ = 0, deviation_ = 0;
    double cosine_ = 0, spread_ = 0, skewness_ = 0, excess_ = 0; ///< of the cosine; for the expansion
};

} // namespace orthant::theory
