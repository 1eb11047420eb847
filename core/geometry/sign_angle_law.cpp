// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/sign_angle_law.h"

#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

namespace orthant::theory {

namespace {

constexpr double pi = std::numbers::pi;
constexpr double toDegrees = 180 / pi;
constexpr std::size_t lastTable = 32, cells = 4096;

/// P(|u|_1 <= t) for a direction u in d dimensions, at evenly spaced t from 1 to sqrt(d).
struct Distribution {
    double root = 1; ///< sqrt(d)
    std::vector<double> values;

    double operator()(double t) const {
        const double at = (t - 1) / (root - 1) * cells;
        if (!(at > 0)) return 0;
        if (at >= cells) return 1;
        const auto cell = static_cast<std::size_t>(at);
        return values[cell] + (values[cell + 1] - values[cell]) * (at - static_cast<double>(cell));
    }
    double slope(double t) const {
        const double width = (root - 1) / cells;
        return ((*this)(t + 2 * width) - (*this)(t - 2 * width)) / (4 * width);
    }
};

/// In two dimensions the angle is uniform from 0 to 45 degrees.
Distribution circle() {
    Distribution result{std::numbers::sqrt2, {}};
    for (std::size_t i = 0; i <= cells; ++i) {
        const double t = 1 + (result.root - 1) * static_cast<double>(i) / cells;
        result.values.push_back(1 - std::acos(std::min(1.0, t / result.root)) / (pi / 4));
    }
    return result;
}

/// One dimension more, from p in (0, pi/2) by symmetry.
Distribution raised(const Distribution& below, std::size_t d) {
    using Rule = boost::math::quadrature::gauss<double, 96>;
    std::vector<std::array<double, 3>> nodes; // cos p, sin p, weight
    double total = 0;
    const auto add = [&](double x, double weight) {
        const double p = (x + 1) * pi / 4, sine = std::sin(p);
        nodes.push_back({std::cos(p), sine, weight * std::pow(sine, static_cast<double>(d) - 2)});
        total += nodes.back()[2];
    };
    for (std::size_t i = 0; i < Rule::abscissa().size(); ++i) {
        add(Rule::abscissa()[i], Rule::weights()[i]);
        add(-Rule::abscissa()[i], Rule::weights()[i]);
    }
    Distribution result{std::sqrt(static_cast<double>(d)), {}};
    for (std::size_t i = 0; i <= cells; ++i) {
        const double t = 1 + (result.root - 1) * static_cast<double>(i) / cells;
        double sum = 0;
        for (const auto& [cosine, sine, weight] : nodes) sum += weight * below((t - cosine) / sine);
        result.values.push_back(sum / total);
    }
    return result;
}

const Distribution& table(std::size_t d) {
    static const std::vector<Distribution> tables = [] {
        std::vector<Distribution> all = {circle()};
        for (std::size_t n = 3; n <= lastTable; ++n) all.push_back(raised(all.back(), n));
        return all;
    }();
    return tables[d - 2];
}

constexpr std::size_t order = 6;
using Series = std::array<double, order + 1>;

double choose(std::size_t n, std::size_t k) {
    double result = 1;
    for (std::size_t i = 0; i < k; ++i) result = result * static_cast<double>(n - i) / static_cast<double>(i + 1);
    return result;
}

/// Raw moments from cumulants; cumulants[0] is not used.
Series momentsOf(const Series& cumulants) {
    Series moments{1};
    for (std::size_t n = 1; n <= order; ++n)
        for (std::size_t j = 1; j <= n; ++j) moments[n] += choose(n - 1, j - 1) * cumulants[j] * moments[n - j];
    return moments;
}

/// Cumulants of |g| for a standard normal g.
Series halfNormalCumulants() {
    Series moments{}, cumulants{};
    for (std::size_t n = 0; n <= order; ++n)
        moments[n] = std::exp2(static_cast<double>(n) / 2) * std::tgamma((static_cast<double>(n) + 1) / 2) / std::sqrt(pi);
    for (std::size_t n = 1; n <= order; ++n) {
        cumulants[n] = moments[n];
        for (std::size_t j = 1; j < n; ++j) cumulants[n] -= choose(n - 1, j - 1) * cumulants[j] * moments[n - j];
    }
    return cumulants;
}

struct CosineMoments {
    double mean;
    Series central;
};

CosineMoments cosineMoments(double d) {
    Series cumulants = halfNormalCumulants();
    for (double& k : cumulants) k *= d;
    const Series sums = momentsOf(cumulants);
    Series raw{};
    for (std::size_t k = 0; k <= order; ++k) {
        const auto power = static_cast<double>(k);
        raw[k] = sums[k] / std::exp(power / 2 * std::log(2 * d) + std::lgamma((d + power) / 2) - std::lgamma(d / 2));
    }
    CosineMoments result{raw[1], {}};
    for (std::size_t n = 0; n <= order; ++n)
        for (std::size_t j = 0; j <= n; ++j) result.central[n] += choose(n, j) * raw[j] * std::pow(-result.mean, static_cast<double>(n - j));
    return result;
}

/// Coefficients of arccos(c + t) in t.
Series arccosSeries(double c) {
    // g = (1 - c^2)^(-1/2) satisfies (1 - c^2) g' = c g.
    const double s = 1 - c * c;
    Series g{1 / std::sqrt(s)}, result{std::acos(c)};
    for (std::size_t n = 0; n < order; ++n) {
        const auto k = static_cast<double>(n);
        const double before = n > 0 ? g[n - 1] : 0;
        g[n + 1] = ((1 + 2 * k) * c * g[n] + (1 + (k - 1)) * before) / (s * (k + 1));
    }
    for (std::size_t n = 0; n < order; ++n) result[n + 1] = -g[n] / static_cast<double>(n + 1);
    return result;
}

/// Mean and deviation in radians by the expansion.
std::array<double, 2> expanded(const CosineMoments& cosine) {
    const Series f = arccosSeries(cosine.mean);
    double mean = 0, square = 0;
    for (std::size_t n = 0; n <= order; ++n) {
        mean += f[n] * cosine.central[n];
        double coefficient = 0;
        for (std::size_t i = 0; i <= n; ++i) coefficient += f[i] * f[n - i];
        square += coefficient * cosine.central[n];
    }
    return {mean, std::sqrt(square - mean * mean)};
}

} // namespace

SignAngleLaw SignAngleLaw::of(std::size_t d) {
    assert(d >= 4);
    SignAngleLaw law;
    law.d_ = d;
    const auto n = static_cast<double>(d);
    if (d <= lastTable) {
        const Distribution& distribution = table(d);
        const double most = std::acos(1 / distribution.root);
        constexpr int steps = 2000; // Simpson
        double first = 0, second = 0; // E angle = integral of P(angle > p) dp, E angle^2 = integral of 2 p P(angle > p) dp
        for (int i = 0; i <= steps; ++i) {
            const double p = most * i / steps, weight = (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * most / (3 * steps);
            const double beyond = distribution(distribution.root * std::cos(p));
            first += weight * beyond;
            second += weight * 2 * p * beyond;
        }
        law.mean_ = first * toDegrees;
        law.deviation_ = std::sqrt(second - first * first) * toDegrees;
        return law;
    }
    // Differences of moments lose digits as 1/d^2, so that far out the moments at `far` carry on with their next term in 1/d.
    constexpr double far = 400;
    const CosineMoments cosine = cosineMoments(std::min(n, far));
    std::array<double, 2> angle = expanded(cosine);
    law.spread_ = std::sqrt(cosine.central[2]);
    law.skewness_ = cosine.central[3] / std::pow(cosine.central[2], 1.5);
    law.excess_ = cosine.central[4] / (cosine.central[2] * cosine.central[2]) - 3;
    law.cosine_ = cosine.mean;
    if (n > far) {
        const double c = std::sqrt(2 / pi), s2 = 1 - 2 / pi, ratio = far / n;
        const double limit = std::acos(c), slope = -c / std::sqrt(s2) * (0.25 + (1 - 3 / pi) / (2 * s2));
        const double spread = std::sqrt((1 - 3 / pi) / s2);
        angle[0] = limit + slope / n + (angle[0] - limit - slope / far) * ratio * ratio;
        angle[1] = spread / std::sqrt(n) * (1 + (angle[1] * std::sqrt(far) / spread - 1) * ratio);
        law.cosine_ = c * (1 + 1 / (4 * n) + 1 / (32 * n * n));
        law.spread_ = std::sqrt((1 - 3 / pi) / n * (1 - 1 / (4 * (pi - 3) * n)));
        law.skewness_ *= std::sqrt(ratio);
        law.excess_ *= ratio;
    }
    law.mean_ = angle[0] * toDegrees;
    law.deviation_ = angle[1] * toDegrees;
    return law;
}

double SignAngleLaw::density(double angle) const {
    const double p = angle / toDegrees, root = std::sqrt(static_cast<double>(d_));
    if (!(p > 0) || p > std::acos(1 / root)) return 0;
    if (d_ <= lastTable) return std::max(0.0, table(d_).slope(root * std::cos(p))) * root * std::sin(p) / toDegrees;
    const double z = (std::cos(p) - cosine_) / spread_, z2 = z * z;
    if (z2 > 60) return 0;
    const double he3 = z * (z2 - 3), he4 = z2 * z2 - 6 * z2 + 3, he6 = z2 * (z2 * z2 - 15 * z2 + 45) - 15;
    const double edgeworth = 1 + skewness_ / 6 * he3 + excess_ / 24 * he4 + skewness_ * skewness_ / 72 * he6;
    return std::max(0.0, edgeworth) * std::exp(-z2 / 2) / (std::sqrt(2 * pi) * spread_) * std::sin(p) / toDegrees;
}

} // namespace orthant::theory
