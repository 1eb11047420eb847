// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/theory.h"

#include "core/geometry/sign_angle_law.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace orthant::theory {

namespace {

using std::numbers::pi;

double square(double x) { return x * x; }

/// Integral of f over [a, b].
template <class Function>
double integral(const Function& f, double a, double b) {
    return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, a, b, 12, 1e-12);
}

/// Density over radians of angle(v, sign v) in three dimensions.
double density3(double p) {
    if (p <= 0 || p >= std::acos(1 / std::sqrt(3.0))) return 0;
    const double edge = std::acos(std::min(1.0, 1 / (std::numbers::sqrt2 * std::tan(p))));
    return 4 * std::sin(p) * (1 - 3 / pi * edge);
}

} // namespace

double degrees(double angle) { return angle * 180 / pi; }
double radians(double angle) { return angle * pi / 180; }

Moments signCosine(std::size_t d) {
    const auto n = static_cast<double>(d);
    const double mean = std::sqrt(n / pi) * boost::math::tgamma_delta_ratio(n / 2, 0.5);
    const double second = 2 / pi + (1 - 2 / pi) / n;
    return {mean, std::sqrt(std::max(0.0, second - mean * mean))};
}

double signError(std::size_t d) { return (1 - 2 / pi) * (1 - 1 / static_cast<double>(d)); }

Moments signAngle(std::size_t d) {
    if (d <= 1) return {0, 0};
    if (d == 2) return {22.5, 45 / std::sqrt(12.0)};
    if (d == 3) {
        const double low = std::atan(1 / std::numbers::sqrt2), high = std::acos(1 / std::sqrt(3.0)); // the density has a kink
        const auto moment = [&](auto f) { return integral(f, 0, low) + integral(f, low, high); };
        const double mean = moment([](double p) { return p * density3(p); });
        const double second = moment([](double p) { return p * p * density3(p); });
        return {degrees(mean), degrees(std::sqrt(second - mean * mean))};
    }
    const SignAngleLaw law = SignAngleLaw::of(d);
    return {law.mean(), law.deviation()};
}

std::function<double(double)> signAngleDensity(std::size_t d) {
    if (d == 2) return [](double angle) { return angle >= 0 && angle <= 45 ? 1 / 45.0 : 0; };
    if (d == 3) return [](double angle) { return radians(density3(radians(angle))); };
    return [law = SignAngleLaw::of(d)](double angle) { return law.density(angle); };
}

double pairAngleDensity(std::size_t d, double angle) {
    assert(d >= 2);
    const double p = radians(angle);
    if (p < 0 || p > pi) return 0;
    const auto n = static_cast<double>(d);
    const double constant = 1 / (std::sqrt(pi) * boost::math::tgamma_delta_ratio((n - 1) / 2, 0.5));
    return radians(constant * std::pow(std::sin(p), n - 2));
}

double pairAngleDeviation(std::size_t d) {
    // Symmetric about 90; all but 1e-30 of the mass lies within 12 standard deviations.
    const double width = std::min(90.0, 12 * degrees(1 / std::sqrt(static_cast<double>(d))));
    return std::sqrt(2 * integral([d](double x) { return x * x * pairAngleDensity(d, 90 + x); }, 0, width));
}

double log10ChanceWithin(std::size_t d, double angle) {
    assert(d >= 2);
    const double a = (static_cast<double>(d) - 1) / 2, x = square(std::sin(radians(angle)));
    if (const double chance = boost::math::ibeta(a, 0.5, x) / 2; chance > 1e-280) return std::log10(chance);
    // Below the range of double: I_x(a, b) = x^a (1-x)^b / (a B(a, b)) F, with F = sum of (a+b)_k / (a+1)_k x^k.
    double term = 1, sum = 1;
    for (int k = 0; k < 100000 && term > 1e-17 * sum; ++k) {
        term *= (a + 0.5 + k) / (a + 1 + k) * x;
        sum += term;
    }
    const double logBeta = std::log(std::sqrt(pi) * boost::math::tgamma_delta_ratio(a, 0.5));
    const double natural = a * std::log(x) + 0.5 * std::log1p(-x) - std::log(a) - logBeta + std::log(sum) - std::log(2.0);
    return natural / std::numbers::ln10;
}

double signFlipRate(double correlation) { return std::acos(std::clamp(correlation, -1.0, 1.0)) / pi; }

double gainCorrelation(double angle, double gain) {
    return 1 / std::sqrt(1 + square(std::tan(radians(angle))) / gain);
}

double gainOfCorrelation(double angle, double correlation) {
    return square(std::tan(radians(angle))) / (1 / square(correlation) - 1);
}

namespace {

/// sqrt(sum C S / sum f(C) g(S)) with f and g the identity or the arcsine.
template <class F, class G>
double pooled(const std::vector<double>& inputs, const std::vector<double>& filters, F f, G g) {
    assert(inputs.size() == filters.size());
    double top = 0, bottom = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        top += inputs[i] * filters[i];
        bottom += f(inputs[i]) * g(filters[i]);
    }
    return std::sqrt(top / bottom);
}

double plain(double x) { return x; }
double arcsine(double x) { return std::asin(std::clamp(x, -1.0, 1.0)); }

} // namespace

double pooledCorrelationWeights(const std::vector<double>& inputs, const std::vector<double>& filters) {
    return pooled(inputs, filters, plain, arcsine);
}

double pooledCorrelationBoth(const std::vector<double>& inputs, const std::vector<double>& filters) {
    return pooled(inputs, filters, arcsine, arcsine);
}

EntryLaw gaussianLaw() { return {std::sqrt(2 / pi), 2 * std::sqrt(2 / pi), 3}; }
EntryLaw uniformLaw() { return {std::sqrt(3.0) / 2, 3 * std::sqrt(3.0) / 4, 9.0 / 5}; }
EntryLaw laplaceLaw() { return {1 / std::numbers::sqrt2, 3 / std::numbers::sqrt2, 6}; }

EntryLaw logisticLaw() {
    // Scale 1 has E|w| = 2 ln 2, E w^2 = pi^2/3, E|w|^3 = 9 zeta(3), E w^4 = 7 pi^4/15.
    constexpr double zeta3 = 1.2020569031595942854;
    const double sigma = pi / std::sqrt(3.0);
    return {2 * std::numbers::ln2 / sigma, 9 * zeta3 / std::pow(sigma, 3), 7 * std::pow(pi, 4) / 15 / std::pow(sigma, 4)};
}

EntryLaw studentLaw(double nu) {
    assert(nu > 2);
    // E|t|^k = nu^(k/2) Gamma((k+1)/2) Gamma((nu-k)/2) / (sqrt(pi) Gamma(nu/2)), for k < nu.
    const auto moment = [nu](double k) {
        if (k >= nu) return std::numeric_limits<double>::infinity();
        return std::pow(nu, k / 2) * std::tgamma((k + 1) / 2) / std::sqrt(pi) *
               boost::math::tgamma_ratio((nu - k) / 2, nu / 2);
    };
    const double sigma = std::sqrt(nu / (nu - 2));
    return {moment(1) / sigma, moment(3) / std::pow(sigma, 3), moment(4) / std::pow(sigma, 4)};
}

EntryLaw clippedGaussianLaw(double sigma) {
    const boost::math::normal normal;
    const double end = 1 / sigma, tail = 2 * boost::math::cdf(boost::math::complement(normal, end));
    // Beyond 10 standard deviations there is nothing to integrate.
    const auto moment = [&](double k) {
        const double high = std::min(end, 10.0);
        return 2 * std::pow(sigma, k) *
                   integral([&](double x) { return std::pow(x, k) * boost::math::pdf(normal, x); }, 0, high) +
               tail;
    };
    const double root = std::sqrt(moment(2));
    return {moment(1) / root, moment(3) / std::pow(root, 3), moment(4) / std::pow(root, 4)};
}

double limitAngle(const EntryLaw& law) { return degrees(std::acos(law.meanMagnitude)); }

double limitDeviation(const EntryLaw& law) {
    const double a = law.meanMagnitude;
    if (!std::isfinite(law.fourth) || !std::isfinite(law.third)) return std::numeric_limits<double>::infinity();
    const double variance = (1 - a * a) + a * a / 4 * (law.fourth - 1) - a * (law.third - a);
    return degrees(std::sqrt(variance / (1 - a * a)));
}

} // namespace orthant::theory
