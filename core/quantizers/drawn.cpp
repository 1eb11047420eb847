// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

constexpr std::size_t mostPoints = 4001;

/// A curve through points at equal steps over [-reach, reach], level beyond its ends.
struct Curve {
    std::vector<double> points;
    double reach = 2;

    double operator()(double x) const {
        const auto cells = static_cast<double>(points.size() - 1);
        const double at = std::clamp((x / reach + 1) / 2 * cells, 0.0, cells); // NaN goes to neither end
        const auto cell = std::min(static_cast<std::size_t>(at >= 0 ? at : 0), points.size() - 2);
        return points[cell] + (points[cell + 1] - points[cell]) * (at - static_cast<double>(cell));
    }
};

Curve curveOf(const std::string& text, double reach, const std::string& where) {
    Curve curve{parseNumbers(text, where), reach};
    if (curve.points.size() < 2 || curve.points.size() > mostPoints)
        throw Error("found " + std::to_string(curve.points.size()) + " points, expected 2 to " + std::to_string(mostPoints), where);
    return curve;
}

/// Slopes of F to the power `split`, with their sign, at the points of F.
Curve slopesOf(const Curve& f, double split) {
    Curve result{std::vector<double>(f.points.size()), f.reach};
    const double step = 2 * f.reach / static_cast<double>(f.points.size() - 1);
    for (std::size_t i = 0; i < f.points.size(); ++i) {
        const std::size_t before = i > 0 ? i - 1 : 0, after = std::min(i + 1, f.points.size() - 1);
        const double slope = (f.points[after] - f.points[before]) / (step * static_cast<double>(after - before));
        result.points[i] = split == 0 ? 1 : std::copysign(std::pow(std::abs(slope), split), slope);
    }
    return result;
}

struct Drawn {
    static constexpr Signs signs = Signs::Shipped;
    std::shared_ptr<const Curve> forward, backward;

    template <class T>
    T value(T x) const { return static_cast<T>((*forward)(static_cast<double>(x))); }
    template <class T>
    T slope(T x) const { return static_cast<T>((*backward)(static_cast<double>(x))); }
};

} // namespace

/// Two curves that a person drew.
/// Forward:   F through the points, level outside
/// Backward:  B through its points; without any |F'|^split sign(F'): 0 is ProxConnect, 1 the derivative
/// @source  the split is derived here
QuantizerEntry quantizer_entries::drawn() {
    QuantizerEntry entry;
    entry.id = "drawn";
    entry.title = "Drawn curves";
    entry.summary = "Forward and backward maps through points of your own; what ships is the sign.";
    entry.source = "derived here";
    entry.grade = "derived";
    entry.params = {
        textParam("forward", "Forward", "-1, -1, 0, 1, 1", "Values of the forward map at equal steps over the range, separated by commas."),
        textParam("backward", "Backward", "", "Values of the backward map in the same way; empty: from the forward map by the split."),
        realParam("reach", "Reach", 2.0, "The points cover this range on both sides of 0; outside, both maps are level.").range(0.01, 100).log(),
        realParam("split", "Split", 1.0, "Backward map |F'|^split: 0 passes gradients unchanged, 1 is the derivative of F.").range(0, 1),
    };
    makePairs(entry, [](const Params& p) {
        const Curve forward = curveOf(p.text("forward"), p.real("reach"), "/forward");
        const Curve backward = p.text("backward").empty() ? slopesOf(forward, p.real("split")) : curveOf(p.text("backward"), p.real("reach"), "/backward");
        return Drawn{std::make_shared<const Curve>(forward), std::make_shared<const Curve>(backward)};
    });
    return entry;
}

} // namespace orthant
