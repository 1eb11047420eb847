// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/theory_levels.h"

#include "core/geometry/theory.h"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/minima.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace orthant::theory {

namespace {

using std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();

const double root3 = std::sqrt(3.0), logisticScale = root3 / pi;

/// Student t of nu degrees of freedom has variance nu/(nu - 2): the factor that makes it 1.
double studentScale(double nu) { return std::sqrt((nu - 2) / nu); }

/// Integral of x^k f(x) from t >= 0 to infinity.
double tail(const Source& source, int k, double t) {
    if (std::isinf(t)) return 0;
    switch (source.law) {
    case Source::Law::Gaussian:
        return std::pow(2.0, k / 2.0 - 1) / std::sqrt(pi) * boost::math::tgamma((k + 1) / 2.0, t * t / 2);
    case Source::Law::Uniform: // 1/(2 sqrt 3) up to sqrt 3
        return t >= root3 ? 0 : (std::pow(root3, k + 1) - std::pow(t, k + 1)) / ((k + 1) * 2 * root3);
    case Source::Law::Laplace: // rate sqrt 2
        return std::pow(2.0, -k / 2.0) / 2 * boost::math::tgamma(k + 1.0, std::numbers::sqrt2 * t);
    case Source::Law::Logistic: {
        // In units of the scale; beyond 60 of them less than 1e-20 is left.
        const double from = t / logisticScale;
        const auto f = [k](double x) {
            const double e = std::exp(-x);
            return std::pow(x, k) * e / ((1 + e) * (1 + e));
        };
        return std::pow(logisticScale, k) *
               boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, from, from + 60, 6, 1e-13);
    }
    case Source::Law::StudentT: {
        // With y = nu/(nu + x^2): nu^(k/2) / (2 B(nu/2, 1/2)) times the incomplete beta function B_y((nu-k)/2,
        // (k+1)/2).
        const double nu = source.degreesOfFreedom, scale = studentScale(nu), x = t / scale;
        if (k >= nu) return infinity;
        return std::pow(scale, k) * std::pow(nu, k / 2.0) / (2 * boost::math::beta(nu / 2, 0.5)) *
               boost::math::beta((nu - k) / 2, (k + 1) / 2.0, nu / (nu + x * x));
    }
    }
    return 0;
}

} // namespace

double sourceDensity(const Source& source, double x) {
    switch (source.law) {
    case Source::Law::Gaussian:
        return std::exp(-x * x / 2) / std::sqrt(2 * pi);
    case Source::Law::Uniform:
        return std::abs(x) <= root3 ? 1 / (2 * root3) : 0;
    case Source::Law::Laplace:
        return std::exp(-std::numbers::sqrt2 * std::abs(x)) / std::numbers::sqrt2;
    case Source::Law::Logistic: {
        const double e = std::exp(-std::abs(x) / logisticScale);
        return e / (logisticScale * (1 + e) * (1 + e));
    }
    case Source::Law::StudentT: {
        const double nu = source.degreesOfFreedom, scale = studentScale(nu), y = x / scale;
        return std::pow(1 + y * y / nu, -(nu + 1) / 2) / (scale * std::sqrt(nu) * boost::math::beta(nu / 2, 0.5));
    }
    }
    return 0;
}

double sourceMoment(const Source& source, int power, double from, double to) {
    assert(power >= 0 && from <= to);
    const double sign = power % 2 == 0 ? 1 : -1;
    // Tails of one side only, so that small cells far out keep their digits.
    if (from >= 0) return tail(source, power, from) - tail(source, power, to);
    if (to <= 0) return sign * (tail(source, power, -to) - tail(source, power, -from));
    const double half = tail(source, power, 0);
    return sign * (half - tail(source, power, -from)) + half - tail(source, power, to);
}

double meanMagnitude(const Source& source) { return 2 * tail(source, 1, 0); }

ScalarQuantizer signQuantizer(const Source& source) {
    const double level = meanMagnitude(source);
    return {{0}, {-level, level}};
}

ScalarQuantizer ternaryQuantizer(const Source& source, double threshold) {
    const double share = tail(source, 0, threshold);
    const double level = share > 0 ? tail(source, 1, threshold) / share : threshold;
    return {{-threshold, threshold}, {-level, 0, level}};
}

ScalarQuantizer uniformQuantizer(std::size_t levels, double step) {
    ScalarQuantizer result;
    const double middle = static_cast<double>(levels) / 2;
    for (std::size_t i = 0; i < levels; ++i) {
        if (i > 0) result.thresholds.push_back((static_cast<double>(i) - middle) * step);
        result.levels.push_back((static_cast<double>(i) + 0.5 - middle) * step);
    }
    return result;
}

double bestStep(const Source& source, std::size_t levels) {
    // Only the moments 0 and 1 of the cells are needed: E (w - q)^2 = 1 - 2 E wq + E q^2.
    const auto error = [&](double step) {
        const ScalarQuantizer q = uniformQuantizer(levels, step);
        double result = 1, from = -infinity;
        for (std::size_t i = 0; i < levels; ++i) {
            const double to = i + 1 < levels ? q.thresholds[i] : infinity, level = q.levels[i];
            result += level * level * sourceMoment(source, 0, from, to) - 2 * level * sourceMoment(source, 1, from, to);
            from = to;
        }
        return result;
    };
    return boost::math::tools::brent_find_minima(error, 0.5 / static_cast<double>(levels), 4.0, 40).first;
}

namespace {

/// The cells between thresholds: chances and means.
struct Cells {
    std::vector<double> shares, means;

    Cells(const Source& source, const std::vector<double>& thresholds) {
        for (std::size_t i = 0; i <= thresholds.size(); ++i) {
            const double from = i == 0 ? -infinity : thresholds[i - 1],
                         to = i < thresholds.size() ? thresholds[i] : infinity;
            shares.push_back(sourceMoment(source, 0, from, to));
            means.push_back(sourceMoment(source, 1, from, to) / shares.back());
        }
    }
    /// How far threshold i is from the middle between the means of its cells.
    double residual(const std::vector<double>& thresholds, std::size_t i) const {
        return thresholds[i] - (means[i] + means[i + 1]) / 2;
    }
    double worst(const std::vector<double>& thresholds) const {
        double result = 0;
        for (std::size_t i = 0; i < thresholds.size(); ++i)
            result = std::max(result, std::abs(residual(thresholds, i)));
        return result; // NaN residuals are told by isfinite() of the means
    }
    bool finite() const {
        return std::ranges::all_of(means, [](double m) { return std::isfinite(m); });
    }
};

/// Newton's step for all residuals at once. A mean moves with the ends of its cell:
///   d mean / d to = f(to) (to - mean) / share,  d mean / d from = f(from) (mean - from) / share
/// so the matrix has three diagonals (Thomas's elimination).
std::vector<double> newtonStep(const Source& source, const std::vector<double>& t, const Cells& cells) {
    const std::size_t n = t.size();
    std::vector<double> upper(n), right(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double f = sourceDensity(source, t[i]);
        const double left = f * (t[i] - cells.means[i]) / cells.shares[i],
                     above = f * (cells.means[i + 1] - t[i]) / cells.shares[i + 1];
        double diagonal = 1 - (left + above) / 2;
        const double lower =
            i == 0 ? 0 : -sourceDensity(source, t[i - 1]) * (cells.means[i] - t[i - 1]) / cells.shares[i] / 2;
        upper[i] = i + 1 == n
                       ? 0
                       : -sourceDensity(source, t[i + 1]) * (t[i + 1] - cells.means[i + 1]) / cells.shares[i + 1] / 2;
        right[i] = -cells.residual(t, i);
        if (i > 0) {
            diagonal -= lower * upper[i - 1];
            right[i] -= lower * right[i - 1];
        }
        upper[i] /= diagonal;
        right[i] /= diagonal;
    }
    for (std::size_t i = n; i-- > 0;) {
        if (i + 1 < n) right[i] -= upper[i] * right[i + 1];
    }
    std::vector<double> result(n);
    for (std::size_t i = 0; i < n; ++i)
        result[i] = t[i] + right[i];
    return result;
}

} // namespace

ScalarQuantizer lloydMax(const Source& source, std::size_t levels) {
    assert(levels >= 1);
    const double reach = source.law == Source::Law::Uniform ? 1.7 : 3;
    std::vector<double> t(levels - 1);
    for (std::size_t i = 0; i < t.size(); ++i)
        t[i] = reach * (2 * static_cast<double>(i + 1) / static_cast<double>(levels) - 1);
    Cells cells(source, t);
    for (int step = 0; step < 10000 && cells.worst(t) > 1e-13; ++step) {
        std::vector<double> next = newtonStep(source, t, cells);
        const bool ordered = std::ranges::is_sorted(next, std::less_equal<>()) || next.size() < 2;
        if (ordered && std::ranges::all_of(next, [](double x) { return std::isfinite(x); })) {
            if (Cells there(source, next); there.finite() && there.worst(next) < cells.worst(t)) {
                t = std::move(next);
                cells = std::move(there);
                continue;
            }
        }
        if (cells.worst(t) < 1e-10) break; // no step gains any more: rounding
        for (std::size_t i = 0; i < t.size(); ++i)
            t[i] = (cells.means[i] + cells.means[i + 1]) / 2;
        cells = Cells(source, t);
    }
    // The laws are symmetric, and so is the answer but for rounding: a middle level is exactly 0.
    const auto symmetric = [](std::vector<double> values) {
        for (std::size_t i = 0, j = values.size(); i < j--; ++i)
            values[j] = (values[j] - values[i]) / 2, values[i] = 0 - values[j];
        return values;
    };
    return {symmetric(std::move(t)), symmetric(std::move(cells.means))};
}

ScalarQuantizerFacts factsOf(const ScalarQuantizer& quantizer, const Source& source) {
    assert(quantizer.levels.size() == quantizer.thresholds.size() + 1);
    const bool fourth = source.law != Source::Law::StudentT || source.degreesOfFreedom > 4;
    const int powers = fourth ? 5 : 3;
    ScalarQuantizerFacts facts;
    // Over the cells, with X = wq, Y = w^2, Z = q^2; E Y = 1.
    double x = 0, z = 0, xx = 0, xy = 0, xz = 0, yz = 0, zz = 0, yy = 0;
    double from = -infinity;
    for (std::size_t i = 0; i < quantizer.levels.size(); ++i) {
        const double to = i < quantizer.thresholds.size() ? quantizer.thresholds[i] : infinity, q = quantizer.levels[i];
        std::array<double, 5> m{};
        for (int k = 0; k < powers; ++k)
            m[static_cast<std::size_t>(k)] = sourceMoment(source, k, from, to);
        facts.shares.push_back(m[0]);
        if (q == 0) facts.zeros += m[0];
        if (m[0] > 0) facts.entropy -= m[0] * std::log2(m[0]);
        x += q * m[1];
        z += q * q * m[0];
        xx += q * q * m[2];
        xy += q * m[3];
        xz += q * q * q * m[1];
        yz += q * q * m[2];
        zz += q * q * q * q * m[0];
        yy += m[4];
        from = to;
    }
    const double c = std::clamp(x / std::sqrt(z), -1.0, 1.0), s2 = 1 - c * c,
                 s = std::sqrt(s2); // NaN when all levels are 0
    facts.cosine = c;
    facts.angle = degrees(std::acos(c));
    facts.error = s2;
    facts.errorAsIs = 1 - 2 * x + z;
    facts.bestScale = x / z;
    facts.signalToNoise = -10 * std::log10(s2);
    facts.flips = signFlipRate(c);
    if (!fourth) {
        facts.spread = facts.cosineSpread = infinity;
        facts.shift = facts.cosineShift = std::numeric_limits<double>::quiet_NaN();
        return facts;
    }
    // cos = X Y^(-1/2) Z^(-1/2) of averages over d entries, to first order for the spread:
    //   d Var cos / c^2 = E (X/EX - Y/2 - Z/(2 EZ))^2
    // and to second order for the mean; then the same through arccos.
    const double variance = c * c * (xx / (x * x) + yy / 4 + zz / (4 * z * z) - xy / x - xz / (x * z) + yz / (2 * z));
    const double bend = c * (-(xy - x) / (2 * x) - (xz - x * z) / (2 * x * z) + (yz - z) / (4 * z) + 3 * (yy - 1) / 8 +
                             3 * (zz - z * z) / (8 * z * z));
    facts.cosineSpread = std::sqrt(std::max(0.0, variance));
    facts.cosineShift = bend;
    facts.spread = degrees(facts.cosineSpread / s);
    facts.shift = degrees(-bend / s - c * variance / (2 * s2 * s));
    return facts;
}

} // namespace orthant::theory
