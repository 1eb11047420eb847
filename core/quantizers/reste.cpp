// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"

#include <cmath>

namespace orthant {
namespace {

struct Slope {
    double start, end, low, high;
    double power = start;

    void at(double progress) { power = linearRamp(start, end, progress); }
    double scheduled() const { return power; }
    template <class T>
    T operator()(T x) const {
        const T a = std::abs(x), o = static_cast<T>(power), m = static_cast<T>(low);
        if (a > static_cast<T>(high)) return T{0};
        if (a < m) return std::pow(m, 1 / o - 1); // the secant from 0 to m
        return std::pow(a, 1 / o - 1) / o;
    }
};

} // namespace

/// Sign with the slope of a root that approaches it.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  d/dx |x|^(1/o) = |x|^(1/o - 1) / o for low <= |x| <= high, 0 above; below low the secant low^(1/o - 1), since
///            the slope has no bound at 0. The power o rises over the run; o = 1 is the plain straight-through estimator.
/// @source  Wu et al. 2023, ReSTE, arXiv:2308.06689: form, low 0.1 and high 1.5 as in re-implementations; the secant below low and
///          the power at the end are a reconstruction
QuantizerEntry quantizer_entries::reste() {
    QuantizerEntry entry;
    entry.id = "reste";
    entry.title = "Sign, slope of a root (ReSTE)";
    entry.summary = "The sign forward; backward the slope of |x|^(1/o), with o rising from the plain estimator.";
    entry.source = "Wu et al. 2023 (ReSTE), arXiv:2308.06689, by re-implementations; the power at the end is a reconstruction";
    entry.grade = "secondary";
    entry.params = {
        realParam("powerStart", "Power, start", 1.0, "o when training starts; 1 is the plain estimator.").range(1, 20),
        realParam("powerEnd", "Power, end", 3.0, "o at the end; larger is nearer to the sign.").range(1, 20),
        realParam("low", "Low", 0.1, "Below this |x| the slope is that of a straight line.").range(1e-6, 1).log(),
        realParam("high", "High", 1.5, "No gradient where |x| is larger than this.").range(0.01, 100).log(),
    };
    makeSigns(entry, [](const Params& p) {
        return Slope{p.real("powerStart"), p.real("powerEnd"), p.real("low"), p.real("high")};
    });
    return entry;
}

} // namespace orthant
