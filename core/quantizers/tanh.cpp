// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/decay.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"

#include <cmath>

namespace orthant {
namespace {

struct Tanh {
    static constexpr Signs signs = Signs::Shipped;
    double start, end;
    bool derivative;
    double beta = start;

    void at(double progress) { beta = geometricRamp(start, end, progress); }
    double scheduled() const { return beta; }
    template <class T>
    T value(T x) const {
        const T e = decay(2 * std::abs(static_cast<T>(beta) * x)); // half the time of std::tanh
        return signOf(x) * (1 - e) / (1 + e);
    }
    template <class T>
    T slope(T x) const {
        if (!derivative) return T{1};
        const T e = decay(2 * std::abs(static_cast<T>(beta) * x)); // sech^2 = 4 e / (1 + e)^2
        return static_cast<T>(beta) * 4 * e / ((1 + e) * (1 + e));
    }
};

} // namespace

/// Forward:   tanh(beta x), beta rising in equal ratios
/// Backward:  1 (the mirror-descent step: ProxConnect with P = F), or the derivative (P = identity)
/// @source  Ajanthan et al. 2021, mirror descent for quantization, arXiv:1910.08237 and its code; both readings in the
///          framework of ProxConnect++ are derived here
QuantizerEntry quantizer_entries::tanh() {
    QuantizerEntry entry;
    entry.id = "tanh";
    entry.title = "Steepening tanh (mirror descent)";
    entry.summary = "tanh(beta x) with beta rising until it is the sign; backward unchanged or by the derivative.";
    entry.source = "Ajanthan et al. 2021 (mirror descent), arXiv:1910.08237, and its code; schedule chosen here";
    entry.grade = "code";
    entry.params = {
        realParam("betaStart", "Beta, start", 1.0, "Steepness when training starts.").range(0.01, 1e4).log(),
        realParam("betaEnd", "Beta, end", 50.0, "Steepness at the end; it rises in equal ratios.").range(0.01, 1e4).log(),
        choiceParam("backward", "Backward", "one", {"one", "derivative"},
                    "one: the gradient passes unchanged, as in mirror descent; derivative: true gradient descent."),
    };
    makePairs(entry, [](const Params& p) {
        return Tanh{p.real("betaStart"), p.real("betaEnd"), p.text("backward") == "derivative"};
    });
    return entry;
}

} // namespace orthant
