// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/theory_hashing.h"

#include "core/geometry/theory.h"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

namespace orthant::theory {

using std::numbers::pi;

double hammingFraction(double angle) { return angle / 180; }

double hammingDeviation(double angle, std::size_t bits, std::size_t together) {
    assert(bits > 0 && together > 0);
    const double f = hammingFraction(angle), k = static_cast<double>(bits), d = static_cast<double>(together);
    double variance = f * (1 - f) / k;
    if (together > 1) {
        const double rest = static_cast<double>(bits % together), whole = static_cast<double>(bits / together);
        const double pairs = whole * d * (d - 1) + rest * (rest - 1); // ordered pairs of rows of one rotation
        variance -= std::max(0.0, pairs) / (k * k) * std::pow(std::sin(radians(angle)) / pi, 2) / (d - 1);
    }
    return std::sqrt(std::max(0.0, variance));
}

double codeAngle(double fraction) { return degrees(std::acos(std::clamp(1 - 2 * fraction, -1.0, 1.0))); }

namespace {

/// Adds weight times the chances of a binomial law to `chances`.
void addBinomial(std::vector<double>& chances, const std::vector<double>& logChoose, double f, double weight) {
    const auto k = static_cast<double>(chances.size() - 1);
    for (std::size_t h = 0; h < chances.size(); ++h) {
        const auto x = static_cast<double>(h);
        chances[h] += weight * std::exp(logChoose[h] + x * std::log(f) + (k - x) * std::log1p(-f));
    }
}

} // namespace

double recallAtOne(double angle, std::size_t bits, std::size_t points, std::size_t dimension) {
    const auto k = static_cast<double>(bits), n = static_cast<double>(points);
    std::vector<double> logChoose(bits + 1), own(bits + 1), other(bits + 1);
    for (std::size_t h = 0; h <= bits; ++h)
        logChoose[h] = boost::math::lgamma(k + 1) - boost::math::lgamma(static_cast<double>(h) + 1) -
                       boost::math::lgamma(k - static_cast<double>(h) + 1);
    addBinomial(own, logChoose, std::clamp(hammingFraction(angle), 1e-12, 1 - 1e-12), 1);
    // The angles of the others, by the midpoint rule over six deviations to each side.
    const double reach = std::min(90.0, 6 * degrees(1 / std::sqrt(static_cast<double>(dimension))));
    constexpr int steps = 64;
    double mass = 0;
    for (int i = 0; i < steps; ++i) {
        const double theta = 90 + reach * ((2 * i + 1) / static_cast<double>(steps) - 1);
        const double weight = pairAngleDensity(dimension, theta) * 2 * reach / steps;
        mass += weight;
        addBinomial(other, logChoose, hammingFraction(theta), weight);
    }
    // At distance h of its own point: none of the n - 1 others nearer (chance a each), and among those as near (chance
    // b) this one is picked. E 1/(1 + ties) gives ((1 - a)^n - (1 - a - b)^n) / (n b).
    double nearer = 0, result = 0;
    for (std::size_t h = 0; h <= bits; ++h) {
        const double same = other[h] / mass, survive = std::max(0.0, 1 - nearer);
        const double relative = survive > 0 ? std::min(1.0, same / survive) : 1;
        // (1 - (1 - relative)^n) / (n relative) times survive^(n-1)
        const double pick =
            relative > 1e-12 ? -std::expm1(n * std::log1p(-std::min(relative, 1 - 1e-16))) / (n * relative) : 1;
        result += own[h] * std::pow(survive, n - 1) * pick;
        nearer += same;
    }
    return std::min(result, 1.0);
}

} // namespace orthant::theory
