// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

namespace orthant {
namespace {

constexpr std::size_t mostPoints = 4001;

/// A curve through points at equal steps over [-reach, reach].
struct Curve {
    std::vector<double> points;
    double reach = 2;

    double cells() const { return static_cast<double>(points.size() - 1); }
};

Curve curveOf(const std::string& text, double reach, const std::string& where) {
    Curve curve{parseNumbers(text, where), reach};
    if (curve.points.size() < 2 || curve.points.size() > mostPoints)
        throw Error("found " + std::to_string(curve.points.size()) + " points, expected 2 to " + std::to_string(mostPoints), where);
    return curve;
}

/// A map of straight pieces: one below the curve, one for each cell, one above.
template <class T>
struct Pieces {
    std::vector<T> start, rise; ///< the value at the left end of a piece, and how much it rises along it
    T perUnit, offset;          ///< x perUnit + offset: the piece of x, counted from 0, and the way along it

    explicit Pieces(const Curve& curve)
        : perUnit(static_cast<T>(curve.cells() / (2 * curve.reach))), offset(static_cast<T>(curve.cells() / 2 + 1)) {}
    void add(double from, double by) {
        start.push_back(static_cast<T>(from));
        rise.push_back(static_cast<T>(by));
    }
    T operator()(T x) const {
        const T last = static_cast<T>(start.size() - 1), at = x * perUnit + offset;
        const T bounded = at > 0 ? std::min(at, last) : T{0};
        const auto piece = static_cast<std::int32_t>(bounded);
        const T value = start[static_cast<std::size_t>(piece)] + rise[static_cast<std::size_t>(piece)] * (bounded - static_cast<T>(piece));
        return x == x ? value : x; // a NaN stays one
    }
};

/// The curve, level beyond its ends.
template <class T>
Pieces<T> piecesOf(const Curve& curve) {
    const std::vector<double>& points = curve.points;
    Pieces<T> pieces(curve);
    pieces.add(points.front(), 0);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) pieces.add(points[i], points[i + 1] - points[i]);
    pieces.add(points.back(), 0);
    return pieces;
}

/// |F'|^split with the sign of F': constant on each cell of F, so that it is exactly the slope of what was drawn.
template <class T>
Pieces<T> slopesOf(const Curve& curve, double split) {
    const std::vector<double>& points = curve.points;
    const double outside = split == 0 ? 1 : 0;
    Pieces<T> pieces(curve);
    pieces.add(outside, 0);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const double slope = (points[i + 1] - points[i]) * curve.cells() / (2 * curve.reach);
        pieces.add(split == 0 ? 1 : std::copysign(std::pow(std::abs(slope), split), slope), 0);
    }
    pieces.add(outside, 0);
    return pieces;
}

/// Both maps, in one precision.
template <class T>
struct Maps {
    Pieces<T> forward, backward;
};

struct Drawn {
    static constexpr Signs signs = Signs::Shipped;
    std::shared_ptr<const Maps<float>> fast;
    std::shared_ptr<const Maps<double>> exact;

    float value(float x) const { return fast->forward(x); }
    float slope(float x) const { return fast->backward(x); }
    double value(double x) const { return exact->forward(x); }
    double slope(double x) const { return exact->backward(x); }
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
        const auto maps = [&]<class T>(T) {
            const std::string& points = p.text("backward");
            const Pieces<T> backward = points.empty() ? slopesOf<T>(forward, p.real("split"))
                                                      : piecesOf<T>(curveOf(points, p.real("reach"), "/backward"));
            return std::make_shared<const Maps<T>>(Maps<T>{piecesOf<T>(forward), backward});
        };
        return Drawn{maps(0.0F), maps(0.0)};
    });
    return entry;
}

} // namespace orthant
