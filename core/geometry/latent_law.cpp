// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/latent_law.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace orthant {

namespace {

using Distribution = std::function<double(double)>;

/// Read at 4096 places of a large sample, so exact to 1/4096: the beta law costs a microsecond for each.
double distanceOf(std::span<const float> sorted, const Distribution& distribution) {
    if (!distribution) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(sorted.size());
    const std::size_t stride = std::max<std::size_t>(1, sorted.size() / 4096);
    double largest = 0;
    for (std::size_t i = 0; i < sorted.size(); i += stride) {
        const auto x = static_cast<double>(sorted[i]), below = std::nextafter(x, -std::numeric_limits<double>::infinity());
        const auto equal = std::ranges::equal_range(sorted, sorted[i]); // many may lie exactly at an end
        const auto before = static_cast<double>(equal.begin() - sorted.begin()), behind = static_cast<double>(equal.end() - sorted.begin());
        largest = std::max({largest, std::abs(distribution(below) - before / n), std::abs(distribution(x) - behind / n)});
    }
    return largest;
}

Distribution twoPeaked(std::span<const float> sorted, double end) {
    double squares = 0, inside = 0, insideSquares = 0;
    for (const float w : sorted) {
        const double square = static_cast<double>(w) * static_cast<double>(w);
        squares += square;
        if (!(square < end * end)) continue;
        ++inside;
        insideSquares += square;
    }
    const auto n = static_cast<double>(sorted.size());
    if (!(squares / n > end * end / 3)) return {};
    const double atEnds = 1 - inside / n;
    // The beta law of shape a on [-end, end] has the second moment end^2 / (2a + 1).
    const double shape = insideSquares > 0 ? std::min(1.0, (end * end * inside / insideSquares - 1) / 2) : 1;
    return [=](double x) {
        if (x < -end) return 0.0;
        return x >= end ? 1.0 : atEnds / 2 + (1 - atEnds) * boost::math::ibeta(shape, shape, (x + end) / (2 * end));
    };
}

} // namespace

std::vector<LawFit> fitLaws(std::span<const float> sorted, double end) {
    assert(!sorted.empty());
    double sum = 0, squares = 0;
    for (const float w : sorted) sum += static_cast<double>(w);
    const double mean = sum / static_cast<double>(sorted.size());
    for (const float w : sorted) squares += (static_cast<double>(w) - mean) * (static_cast<double>(w) - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(sorted.size()));
    if (!(end > 0)) end = static_cast<double>(std::max(std::abs(sorted.front()), std::abs(sorted.back())));

    std::vector<LawFit> fits = {{"gaussian", "Gaussian", 0, {}}, {"uniform", "uniform", 0, {}}, {"laplace", "Laplace", 0, {}},
                                {"two_peaked", "two-peaked", 0, {}}};
    if (deviation > 0) {
        fits[0].distribution = [=](double x) { return std::erfc((mean - x) / (deviation * std::numbers::sqrt2)) / 2; };
        fits[1].distribution = [=](double x) { return std::clamp(0.5 + (x - mean) / (deviation * std::sqrt(12.0)), 0.0, 1.0); };
        fits[2].distribution = [=](double x) {
            const double tail = std::exp(-std::abs(x - mean) * std::numbers::sqrt2 / deviation) / 2;
            return x < mean ? tail : 1 - tail;
        };
        fits[3].distribution = twoPeaked(sorted, end);
    }
    for (LawFit& fit : fits) fit.distance = distanceOf(sorted, fit.distribution);
    return fits;
}

std::size_t bestLaw(const std::vector<LawFit>& fits) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < fits.size(); ++i)
        if (!(fits[best].distance <= fits[i].distance) && !std::isnan(fits[i].distance)) best = i;
    return best;
}

} // namespace orthant
