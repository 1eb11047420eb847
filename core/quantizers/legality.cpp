// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/legality.h"

#include "core/base/text.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace orthant {

namespace {

constexpr double zero = 1e-12;     ///< B below this share of its largest value, or of 1, is 0
constexpr double fading = 1e-11;   ///< a step of F beside a flat part that is so small belongs to a tail that fades
constexpr double variation = 1e-9; ///< of B, relative: constant

/// Steps of F below this are rounding.
double rounding(const SampledPair& pair, std::size_t i) {
    return 8 * std::numeric_limits<double>::epsilon() * std::max({1.0, std::abs(pair.forward[i]), std::abs(pair.forward[i + 1])});
}

enum class Cell { Flat, Moving, Jump };

struct Cells {
    const SampledPair& pair;
    double noSlope = zero;  ///< |B| up to this is 0
    double largestSlope = 0;

    explicit Cells(const SampledPair& sampled) : pair(sampled) {
        for (const double b : pair.backward) largestSlope = std::max(largestSlope, std::abs(b));
        noSlope = std::max(noSlope, zero * largestSlope);
    }

    std::size_t count() const { return pair.w.size() < 2 ? 0 : pair.w.size() - 1; }
    double step(std::size_t i) const { return pair.forward[i + 1] - pair.forward[i]; }
    Cell at(std::size_t i) const {
        if (std::abs(step(i)) <= rounding(pair, i)) return Cell::Flat;
        return !pair.jump.empty() && pair.jump[i] ? Cell::Jump : Cell::Moving;
    }
    /// A flat part between the cells first and last - 1 that goes on from a tail of tiny steps. One tiny step alone may be the
    /// beginning of a part that is nearly level; it is a tail when B has faded, too.
    bool fades(std::size_t first, std::size_t last) const {
        const auto tiny = [&](std::size_t i) { return i < count() && at(i) == Cell::Moving && std::abs(step(i)) < fading; };
        const auto faded = [&](std::size_t i) { return std::abs(pair.backward[i]) < 1e-6 * largestSlope; };
        return (first > 0 && tiny(first - 1) && ((first > 1 && tiny(first - 2)) || faded(first))) ||
               (tiny(last) && (tiny(last + 1) || faded(last)));
    }
};

std::string place(double low, double high) {
    const auto text = [](double x) { return shortest(std::abs(x) < 1e-12 ? 0 : std::round(x * 1e3) / 1e3); };
    return "(" + text(low) + ", " + text(high) + ")";
}

Legality illegal(const SampledPair& pair, std::size_t from, std::size_t to, const std::string& before, const std::string& after) {
    const double low = pair.w[from], high = pair.w[to];
    return {false, before + place(low, high) + after, low, high};
}

/// A stretch of samples with its spread of B.
struct Stretch {
    std::size_t begin = 0, end = 0;
    double spread = 0;
};

/// Rule 2 over a flat part: each stretch of samples on which B is not 0 must have one value of B. Keeps the worst one.
void findVaryingSlope(const Cells& cells, std::size_t first, std::size_t last, Stretch& worst) {
    const std::vector<double>& b = cells.pair.backward;
    for (std::size_t begin = first; begin <= last;) {
        if (std::abs(b[begin]) <= cells.noSlope) {
            ++begin;
            continue;
        }
        std::size_t end = begin;
        double least = b[begin], most = least;
        for (; end <= last && std::abs(b[end]) > cells.noSlope; ++end) {
            least = std::min(least, b[end]);
            most = std::max(most, b[end]);
        }
        const double spread = most - least;
        if (spread > variation * std::max(std::abs(least), std::abs(most)) && spread > worst.spread)
            worst = {begin, std::min(end, last), spread};
        begin = end;
    }
}

/// The stretch of cells from i on that break the same rule.
template <class Broken>
std::size_t stretch(std::size_t i, std::size_t count, const Broken& broken) {
    while (i < count && broken(i)) ++i;
    return i;
}

/// A step of F, narrowed to the half that holds the larger part of it until it is no wider than `width`.
struct Step {
    double low, high, below, above; ///< w on both sides and F there
};
Step narrowed(const ScalarMaps& maps, Step step, double width) {
    while (step.high - step.low > width) {
        const double middle = (step.low + step.high) / 2, f = maps.forward(middle);
        if (std::abs(f - step.below) >= std::abs(step.above - f)) {
            step.high = middle;
            step.above = f;
        } else {
            step.low = middle;
            step.below = f;
        }
    }
    return step;
}

constexpr double jumpWidth = 1e-9; ///< of the range

} // namespace

SampledPair samplePair(const ScalarMaps& maps, double low, double high, std::size_t count) {
    assert(count >= 2 && high > low);
    SampledPair pair;
    for (std::size_t i = 0; i < count; ++i) {
        // From the middle outwards in whole steps, so that a symmetric range has its 0 exactly.
        const double position = (2 * static_cast<double>(i) - static_cast<double>(count - 1)) / static_cast<double>(count - 1);
        const double w = (low + high) / 2 + (high - low) / 2 * position;
        pair.w.push_back(w);
        pair.forward.push_back(maps.forward(w));
        pair.backward.push_back(maps.backward(w));
    }
    const auto [least, most] = std::ranges::minmax(pair.forward);
    for (std::size_t i = 0; i + 1 < count; ++i) {
        Step step{pair.w[i], pair.w[i + 1], pair.forward[i], pair.forward[i + 1]};
        const double whole = std::abs(step.above - step.below);
        const bool large = whole > 1e-4 * (most - least);
        if (large) step = narrowed(maps, step, jumpWidth * (high - low));
        pair.jump.push_back(large && std::abs(step.above - step.below) > 0.1 * whole);
    }
    return pair;
}

SampledPair withSharpJumps(const ScalarMaps& maps, const SampledPair& pair) {
    if (std::ranges::count(pair.jump, true) == 0) return pair;
    SampledPair result;
    const auto add = [&](double w, double f, bool jump) {
        result.w.push_back(w);
        result.forward.push_back(f);
        result.backward.push_back(maps.backward(w));
        result.jump.push_back(jump);
    };
    for (std::size_t i = 0; i < pair.w.size(); ++i) {
        const bool jump = i < pair.jump.size() && pair.jump[i];
        if (!jump) {
            add(pair.w[i], pair.forward[i], false);
            continue;
        }
        const Step step = narrowed(maps, {pair.w[i], pair.w[i + 1], pair.forward[i], pair.forward[i + 1]},
                                   jumpWidth * (pair.w.back() - pair.w.front()));
        if (step.low > pair.w[i]) add(pair.w[i], pair.forward[i], false);
        add(step.low, step.below, true);
        if (step.high < pair.w[i + 1]) add(step.high, step.above, false);
    }
    result.jump.pop_back();
    return result;
}

Legality testLegality(const SampledPair& pair) {
    const Cells cells(pair);
    const std::size_t count = cells.count();
    Stretch varying;
    const auto falls = [&](std::size_t i) { return cells.at(i) == Cell::Jump && cells.step(i) < 0; };
    const auto product = [&](std::size_t i) { return pair.backward[i] * pair.backward[i + 1]; };
    // A change of sign of B within a cell is allowed: F has its peak there.
    const auto against = [&](std::size_t i) {
        return cells.at(i) == Cell::Moving && product(i) > 0 && cells.step(i) * pair.backward[i] < 0;
    };
    const auto lost = [&](std::size_t i) {
        return cells.at(i) == Cell::Moving && std::abs(cells.step(i)) > fading &&
               std::max(std::abs(pair.backward[i]), std::abs(pair.backward[i + 1])) <= cells.noSlope;
    };
    for (std::size_t i = 0; i < count; ++i) {
        if (falls(i)) return illegal(pair, i, i + 1, "F jumps down on ", ", so no P can rise there");
        if (against(i))
            return illegal(pair, i, stretch(i, count, against), "B has the wrong sign on ",
                           cells.step(i) > 0 ? " where F rises" : " where F falls");
        if (lost(i)) return illegal(pair, i, stretch(i, count, lost), "B is 0 on ", " where F moves");
        if (cells.at(i) != Cell::Flat) continue;
        const std::size_t last = stretch(i, count, [&](std::size_t k) { return cells.at(k) == Cell::Flat; });
        if (!cells.fades(i, last)) findVaryingSlope(cells, i, last, varying);
        i = last - 1;
    }
    if (varying.spread > 0) return illegal(pair, varying.begin, varying.end, "B varies on ", " where F is flat");
    return {};
}

std::optional<Decomposition> decompose(const SampledPair& pair) {
    if (!testLegality(pair).legal) return std::nullopt;
    const Cells cells(pair);
    Decomposition result;
    result.proximal.assign(pair.w.size(), 0.0);
    double slopeBefore = 1;
    for (std::size_t i = 0; i < cells.count(); ++i) {
        const double width = pair.w[i + 1] - pair.w[i], b0 = pair.backward[i], b1 = pair.backward[i + 1];
        const double mean = (b0 + b1) / 2;
        double rise = 0;
        if (cells.at(i) == Cell::Flat) {
            const bool free = std::min(std::abs(b0), std::abs(b1)) <= cells.noSlope || cells.fades(i, i + 1);
            rise = free ? width : 0;
        } else if (cells.at(i) == Cell::Jump) {
            rise = std::abs(mean) > cells.noSlope ? std::abs(cells.step(i) / mean) : 2;
        } else if (b0 * b1 > 0 && std::abs(cells.step(i)) > fading) {
            rise = cells.step(i) / mean;
            slopeBefore = rise / width;
        } else {
            rise = slopeBefore * width; // 0 / 0: at a peak of F, at the edge of a flat part, in a fading tail
        }
        result.proximal[i + 1] = result.proximal[i] + rise;
    }
    // P is known up to a constant, which T takes up: as F where B is 1 everywhere, else odd in its ends.
    const bool unit = std::ranges::all_of(pair.backward, [](double b) { return b == 1; });
    const double shift = unit ? pair.forward.front() - result.proximal.front()
                              : (pair.w.front() + pair.w.back() - result.proximal.front() - result.proximal.back()) / 2;
    for (double& p : result.proximal) p += shift;
    // r'(p) = w - p along the curve.
    result.regularizer.assign(pair.w.size(), 0.0);
    const std::vector<double>& p = result.proximal;
    for (std::size_t i = 0; i < cells.count(); ++i)
        result.regularizer[i + 1] =
            result.regularizer[i] + ((pair.w[i] + pair.w[i + 1]) / 2 - (p[i] + p[i + 1]) / 2) * (p[i + 1] - p[i]);
    if (!result.regularizer.empty()) {
        const double least = std::ranges::min(result.regularizer);
        for (double& r : result.regularizer) r -= least;
    }
    return result;
}

SampledPair repaired(const SampledPair& pair) {
    SampledPair result{pair.w, std::vector<double>(pair.w.size()), pair.backward, {}};
    for (std::size_t i = 0; i + 1 < pair.w.size(); ++i)
        result.forward[i + 1] =
            result.forward[i] + (pair.w[i + 1] - pair.w[i]) * (pair.backward[i] + pair.backward[i + 1]) / 2;
    if (result.forward.empty()) return result;
    const double middle = (result.forward.front() + result.forward.back()) / 2;
    for (double& f : result.forward) f -= middle;
    return result;
}

SampledPair split(std::span<const double> w, std::span<const double> forward, double s) {
    assert(w.size() == forward.size());
    SampledPair result{{w.begin(), w.end()}, {forward.begin(), forward.end()}, std::vector<double>(w.size(), 1.0), {}};
    for (std::size_t i = 0; i < w.size() && w.size() > 1 && s > 0; ++i) {
        const std::size_t a = i == 0 ? 0 : i - 1, b = std::min(i + 1, w.size() - 1);
        const double slope = (forward[b] - forward[a]) / (w[b] - w[a]);
        result.backward[i] = std::copysign(std::pow(std::abs(slope), s), slope);
    }
    return result;
}

std::vector<double> nearestNonDecreasing(std::span<const double> values) {
    struct Pool {
        double sum;
        std::size_t count;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (const double value : values) {
        pools.push_back({value, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::vector<double> result;
    for (const Pool& pool : pools) result.insert(result.end(), pool.count, pool.mean());
    return result;
}

} // namespace orthant
