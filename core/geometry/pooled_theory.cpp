// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/pooled_theory.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

namespace orthant {

namespace {

constexpr double meanMagnitude = 0.79788456080286535588; // of a standard normal value, sqrt(2/pi)
constexpr double arcsineFactor = 2 / std::numbers::pi;   // E sign x sign y = (2/pi) asin(correlation)

struct Sums {
    double cs = 0;        ///< sum C S
    double mixed = 0;     ///< covariance of x.w and its copy
    double quantized = 0; ///< variance of the copy
};

std::vector<double> deviations(const Covariance& covariance) {
    std::vector<double> result(covariance.dimension(), 1.0);
    if (covariance.stationary()) return result;
    parallelBlocks(result.size(), 16, [&](std::size_t begin, std::size_t end) {
        std::vector<double> row(result.size());
        for (std::size_t i = begin; i < end; ++i) {
            covariance.row(i, row);
            result[i] = std::sqrt(row[i]);
        }
    });
    return result;
}

double arcsine(double correlation) { return arcsineFactor * std::asin(std::clamp(correlation, -1.0, 1.0)); }

/// The terms of one row. @param weight  (j) -> how often the term counts
template <class Weight>
Sums rowSums(std::span<const double> c, std::span<const double> s, double deviationX, double deviationW,
             std::span<const double> deviationsX, std::span<const double> deviationsW, Binarized what, bool signs,
             const Weight& weight) {
    const bool weights = what != Binarized::Inputs, inputs = what != Binarized::Weights && !signs;
    Sums sums;
    for (std::size_t j = 0; j < c.size(); ++j) {
        const double cc = signs ? arcsine(c[j] / (deviationX * deviationsX[j])) : c[j], times = weight(j);
        const double copyC = inputs ? arcsine(c[j] / (deviationX * deviationsX[j])) : cc;
        const double copyS = weights ? arcsine(s[j] / (deviationW * deviationsW[j])) : s[j];
        const double mixedC = inputs ? meanMagnitude * cc / deviationsX[j] : cc;
        const double mixedS = weights ? meanMagnitude * s[j] / deviationsW[j] : s[j];
        sums.cs += times * cc * s[j];
        sums.mixed += times * mixedC * mixedS;
        sums.quantized += times * copyC * copyS;
    }
    return sums;
}

/// Mean magnitude of all entries over their root mean square.
double flatness(std::span<const double> deviations) {
    double sum = 0, squares = 0;
    for (const double s : deviations) {
        sum += s;
        squares += s * s;
    }
    return meanMagnitude * sum / std::sqrt(squares * static_cast<double>(deviations.size()));
}

} // namespace

std::optional<PooledTheory> pooledTheory(const Covariance& inputs, const Covariance& filters, Binarized what,
                                         bool signs, const Progress* progress) {
    const std::size_t d = inputs.dimension();
    assert(filters.dimension() == d);
    const std::vector<double> deviationsX = deviations(inputs), deviationsW = deviations(filters);
    constexpr std::size_t grain = 16;
    const bool stationary = inputs.stationary() && filters.stationary();
    std::vector<Sums> parts(stationary ? 1 : (d + grain - 1) / grain);
    if (stationary) {
        std::vector<double> c(d), s(d);
        inputs.row(0, c);
        filters.row(0, s);
        parts[0] = rowSums(c, s, 1, 1, deviationsX, deviationsW, what, signs, [d](std::size_t lag) {
            return lag == 0 ? static_cast<double>(d) : 2 * static_cast<double>(d - lag);
        });
    } else {
        parallelBlocks(d, grain, [&](std::size_t begin, std::size_t end) {
            std::vector<double> c(d), s(d);
            for (std::size_t i = begin; i < end && !(progress && progress->cancelled()); ++i) {
                inputs.row(i, c);
                filters.row(i, s);
                const Sums row = rowSums(c, s, deviationsX[i], deviationsW[i], deviationsX, deviationsW, what, signs,
                                         [](std::size_t) { return 1.0; });
                parts[begin / grain].cs += row.cs;
                parts[begin / grain].mixed += row.mixed;
                parts[begin / grain].quantized += row.quantized;
            }
        });
        if (progress && progress->cancelled()) return std::nullopt;
    }
    Sums all;
    for (const Sums& part : parts) {
        all.cs += part.cs;
        all.mixed += part.mixed;
        all.quantized += part.quantized;
    }
    double traceS = 0;
    for (const double deviation : deviationsW)
        traceS += deviation * deviation;
    const double traceC = signs ? static_cast<double>(d) : [&] {
        double sum = 0;
        for (const double deviation : deviationsX)
            sum += deviation * deviation;
        return sum;
    }();
    PooledTheory theory{all.mixed / std::sqrt(all.cs * all.quantized), all.mixed / all.cs,
                        static_cast<double>(d) * all.cs / (traceC * traceS), 1};
    if (what != Binarized::Inputs) theory.permuted *= flatness(deviationsW);
    if (what != Binarized::Weights && !signs) theory.permuted *= flatness(deviationsX);
    return theory;
}

} // namespace orthant
