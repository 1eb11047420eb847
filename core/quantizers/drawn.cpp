// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>
#include <functional>

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

/// |F'|^split with the sign of F': constant on each cell of F, so that it is exactly the slope of what was drawn.
struct Slopes {
    Curve curve;
    double split;

    double operator()(double x) const {
        if (split == 0) return 1;
        const auto cells = static_cast<double>(curve.points.size() - 1);
        const double at = (x / curve.reach + 1) / 2 * cells;
        if (!(at >= 0) || at >= cells) return 0;
        const auto cell = static_cast<std::size_t>(at);
        const double slope = (curve.points[cell + 1] - curve.points[cell]) * cells / (2 * curve.reach);
        return std::copysign(std::pow(std::abs(slope), split), slope);
    }
};

struct Drawn {
    static constexpr Signs signs = Signs::Shipped;
    std::shared_ptr<const Curve> forward;
    std::function<double(double)> backward;

    template <class T>
    T value(T x) const { return static_cast<T>((*forward)(static_cast<double>(x))); }
    template <class T>
    T slope(T x) const { return static_cast<T>(backward(static_cast<double>(x))); }
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
        const auto curve = std::make_shared<const Curve>(forward);
        if (p.text("backward").empty()) return Drawn{curve, Slopes{forward, p.real("split")}};
        return Drawn{curve, curveOf(p.text("backward"), p.real("reach"), "/backward")};
    });
    return entry;
}

} // namespace orthant
