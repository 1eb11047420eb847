// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/geometry/pair_tally.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace orthant {

namespace {

double correlation(double xx, double yy, double xy) { return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : std::nan(""); }

} // namespace

/// Sums of signs are whole numbers that are all even or all odd. Cells as wide as an even number hold equally many of
/// them each; other widths would draw stripes.
void PairTally::Grid::fit(const Tensor& values) {
    float largest = 0;
    bool whole = true;
    for (const float v : values.values()) {
        largest = std::max(largest, std::abs(v));
        whole = whole && v == std::trunc(v);
    }
    constexpr double half = static_cast<double>(cells) / 2;
    limit = largest > 0 ? 1.15 * static_cast<double>(largest) : 1;
    if (whole) limit = 2 * half * std::max(1.0, std::ceil(limit / (2 * half)));
    scale = half / limit;
}

std::size_t PairTally::Grid::cell(float value) const {
    const double at = (static_cast<double>(value) + limit) * scale;
    return at >= 0 && at < static_cast<double>(cells) ? static_cast<std::size_t>(at) : cells;
}

void PairTally::add(const Tensor& x, const Tensor& y) {
    assert(x.shape() == y.shape() && x.cols() == filters_.size());
    if (counts_.empty()) {
        gridX_.fit(x);
        gridY_.fit(y);
        counts_.resize(cells * cells);
    }
    std::uint64_t halfFlips = 0;
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (std::size_t f = 0; f < filters_.size(); ++f) {
            const float a = x.row(i)[f], b = y.row(i)[f];
            const auto u = static_cast<double>(a), v = static_cast<double>(b);
            Sums& sums = filters_[f];
            sums.x += u;
            sums.y += v;
            sums.xx += u * u;
            sums.yy += v * v;
            sums.xy += u * v;
            halfFlips += a == 0 || b == 0 ? 1 : (a > 0) != (b > 0) ? 2 : 0;
            const std::size_t column = gridX_.cell(a), row = gridY_.cell(b);
            if (column < cells && row < cells) ++counts_[row * cells + column];
        }
    flips_ += static_cast<double>(halfFlips) / 2;
    rows_ += x.rows();
}

PairTally::Sums PairTally::centred(bool byFilter) const {
    Sums result, all, raw;
    const auto n = static_cast<double>(rows_), pairs = n * static_cast<double>(filters_.size());
    for (const Sums& s : filters_) {
        all.x += s.x;
        all.y += s.y;
        raw.xx += s.xx;
        raw.yy += s.yy;
        result.xx += s.xx - (byFilter ? s.x * s.x / n : 0);
        result.yy += s.yy - (byFilter ? s.y * s.y / n : 0);
        result.xy += s.xy - (byFilter ? s.x * s.y / n : 0);
    }
    result.x = all.x / pairs;
    result.y = all.y / pairs;
    if (!byFilter) {
        result.xx -= all.x * result.x;
        result.yy -= all.y * result.y;
        result.xy -= all.x * result.y;
    }
    // What rounding leaves of products that do not vary is no variance.
    constexpr double rounding = 1e-12;
    if (result.xx < rounding * raw.xx) result.xx = 0;
    if (result.yy < rounding * raw.yy) result.yy = 0;
    return result;
}

double PairTally::pooled() const {
    const Sums s = centred(false);
    return correlation(s.xx, s.yy, s.xy);
}

double PairTally::within() const {
    const Sums s = centred(true);
    return correlation(s.xx, s.yy, s.xy);
}

double PairTally::flips() const { return flips_ / static_cast<double>(pairs()); }

double PairTally::varianceOfY() const { return centred(true).yy / static_cast<double>(rows_); }

DensityMap PairTally::map() const {
    DensityMap map{-gridX_.limit, gridX_.limit, -gridY_.limit, gridY_.limit, cells, cells, counts_, true, {}, {}};
    if (const Sums s = centred(false); s.xx > 0) {
        map.slope = s.xy / s.xx;
        map.intercept = s.y - *map.slope * s.x;
    }
    return map;
}

} // namespace orthant
