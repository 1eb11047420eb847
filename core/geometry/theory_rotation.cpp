// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/theory_rotation.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>

namespace orthant::theory {

using std::numbers::pi;

/// 1. cos = sum s_i |g_i| / sqrt(d Q), Q = sum s_i^2 g_i^2.
/// 2. Q^(-1/2) = pi^(-1/2) integral of u^(-1/2) exp(-u Q) du, and Q^(-1) = integral of exp(-u Q) du, over u > 0.
/// 3. Under exp(-u s^2 g^2) a Gaussian keeps the mass (1 + 2 u s^2)^(-1/2) and has the variance 1/(1 + 2 u s^2).
///    With a_i = s_i (1 + 2 u s_i^2)^(-1/2), A = sum a_i, P = product of (1 + 2 u s_i^2)^(-1/2):
///      E cos   = (pi d)^(-1/2) sqrt(2/pi) integral of u^(-1/2) A P du
///      E cos^2 = 1/d integral of P [2/pi (A^2 - sum a_i^2) + sum a_i^2] du
/// 4. u = exp(2 t): the trapezoidal rule over t converges exponentially, since the integrands are analytic and vanish
/// at
///    both ends.
Moments scaledSignCosine(std::span<const double> scales) {
    double total = 0;
    for (const double s : scales)
        total += s * s;
    assert(total > 0);
    constexpr double step = 0.125, start = -9;
    double first = 0, second = 0;
    for (double t = start; t <= 20; t += step) {
        const double u = std::exp(2 * t) / total;
        double logarithm = 0, product = 1, sum = 0, squares = 0; // a logarithm is dear: of many factors at once
        for (const double s : scales) {
            const double growth = 1 + 2 * u * s * s;
            product *= growth;
            if (product > 1e200) {
                logarithm -= 0.5 * std::log(product);
                product = 1;
                if (logarithm < -200) break;
            }
            sum += s / std::sqrt(growth);
            squares += s * s / growth;
        }
        logarithm -= 0.5 * std::log(product);
        if (logarithm < -200) break;                        // it only falls from here
        const double mass = std::exp(logarithm) * 2 * step; // du = 2 u dt
        const double left = t == start ? 1 : 0;             // this term also stands for those before it
        first += mass * std::sqrt(u) * sum / (1 - left * std::exp(-step));
        second += mass * u * (2 / pi * (sum * sum - squares) + squares) / (1 - left * std::exp(-2 * step));
    }
    const auto d = static_cast<double>(scales.size());
    const double mean = first * std::sqrt(2 / pi) / std::sqrt(pi * d);
    return {mean, std::sqrt(std::max(0.0, second / d - mean * mean))};
}

Moments scaledSignAngle(std::span<const double> scales) {
    const Moments cosine = scaledSignCosine(scales);
    const double c = std::min(cosine.mean, 1.0), s = std::sqrt(1 - c * c);
    if (!(s > 0)) return {0, 0};
    const double variance = cosine.deviation * cosine.deviation;
    return {degrees(std::acos(c) - c * variance / (2 * s * s * s)), degrees(cosine.deviation / s)};
}

double scaledSignLimit(std::span<const double> scales) {
    double sum = 0, squares = 0;
    for (const double s : scales) {
        sum += s;
        squares += s * s;
    }
    return degrees(std::acos(std::sqrt(2 / pi) * sum / std::sqrt(static_cast<double>(scales.size()) * squares)));
}

double participationRatio(std::span<const double> scales) {
    double squares = 0, fourths = 0;
    for (const double s : scales) {
        squares += s * s;
        fourths += s * s * s * s;
    }
    return squares * squares / fourths;
}

std::vector<double> blendedScalesHaar(std::span<const double> scales, double blend) {
    const double c = blend == 0 ? 1 : std::sin(pi * blend) / (pi * blend);
    double mean = 0;
    for (const double s : scales)
        mean += s * s / static_cast<double>(scales.size());
    std::vector<double> result;
    for (const double s : scales)
        result.push_back(std::sqrt(c * c * s * s + (1 - c * c) * mean));
    return result;
}

std::vector<double> blendedScalesHadamard(std::span<const double> scales, std::size_t rounds, double blend) {
    std::vector<double> squares(std::bit_ceil(scales.size()), 0.0);
    for (std::size_t i = 0; i < scales.size(); ++i)
        squares[i] = scales[i] * scales[i];
    const double sine = std::sin(blend * pi / 4), moved = sine * sine, kept = 1 - moved;
    for (std::size_t round = 0; round < rounds; ++round)
        for (std::size_t half = 1; half < squares.size(); half *= 2)
            for (std::size_t i = 0; i < squares.size(); ++i)
                if ((i & half) == 0) {
                    const double a = squares[i], b = squares[i + half];
                    squares[i] = kept * a + moved * b;
                    squares[i + half] = moved * a + kept * b;
                }
    for (double& s : squares)
        s = std::sqrt(s);
    return squares;
}

PooledMoments& PooledMoments::operator+=(const PooledMoments& other) {
    plain += other.plain;
    weightsProduct += other.weightsProduct;
    inputsProduct += other.inputsProduct;
    bothProduct += other.bothProduct;
    weightsSquare += other.weightsSquare;
    inputsSquare += other.inputsSquare;
    bothSquare += other.bothSquare;
    return *this;
}

double PooledMoments::weights() const { return weightsProduct / std::sqrt(plain * weightsSquare); }
double PooledMoments::inputs() const { return inputsProduct / std::sqrt(plain * inputsSquare); }
double PooledMoments::both() const { return bothProduct / std::sqrt(plain * bothSquare); }

PooledMoments pooledMoments(const std::vector<double>& inputs, const std::vector<double>& filters) {
    assert(inputs.size() == filters.size());
    const auto d = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(inputs.size()))));
    std::vector<double> c(d), s(d); // deviations
    for (std::size_t i = 0; i < d; ++i) {
        c[i] = std::sqrt(inputs[i * d + i]);
        s[i] = std::sqrt(filters[i * d + i]);
    }
    const double bussgang = std::sqrt(2 / pi);
    PooledMoments m;
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < d; ++j) {
            const double in = inputs[i * d + j], filter = filters[i * d + j];
            const double inArc = 2 / pi * std::asin(std::clamp(in / (c[i] * c[j]), -1.0, 1.0));
            const double filterArc = 2 / pi * std::asin(std::clamp(filter / (s[i] * s[j]), -1.0, 1.0));
            m.plain += in * filter;
            m.weightsProduct += bussgang * in * filter / s[j];
            m.inputsProduct += bussgang * in * filter / c[j];
            m.bothProduct += bussgang * bussgang * in * filter / (c[j] * s[j]);
            m.weightsSquare += in * filterArc;
            m.inputsSquare += inArc * filter;
            m.bothSquare += inArc * filterArc;
        }
    return m;
}

} // namespace orthant::theory
