// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/decay.h"
#include "core/base/logarithm.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

struct Slope {
    double start, end, low, high;
    double power = start;
    double most = mostAt(start, low); ///< low^(1/o - 1), of the secant from 0 to low

    static double mostAt(double power, double low) { return std::pow(low, 1 / power - 1); }
    void at(double progress) {
        power = linearRamp(start, end, progress);
        most = mostAt(power, low);
    }
    double scheduled() const { return power; }
    /// |x|^(1/o - 1) = low^(1/o - 1) exp(-(1 - 1/o) ln(|x| / low))
    template <class T>
    [[gnu::always_inline]] T operator()(T x) const {
        const T a = std::abs(x), m = static_cast<T>(low);
        const T beyond = decay(static_cast<T>(1 - 1 / power) * logarithm(std::max(a, m) / m));
        const T inside = a < m ? static_cast<T>(most) : static_cast<T>(most / power) * beyond;
        return a > static_cast<T>(high) ? T{0} : inside;
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
