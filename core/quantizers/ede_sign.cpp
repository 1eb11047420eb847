// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ede.h"
#include "core/quantizers/pair_quantizer.h"

namespace orthant {
namespace {

struct Slope {
    ErrorDecay decay;

    void at(double progress) { decay.at(progress); }
    double scheduled() const { return decay.scheduled(); }
    template <class T>
    T operator()(T x) const {
        return decay.slope(x);
    }
};

} // namespace

/// Sign with the annealed slope of IR-Net; the whole method, with standardized rows and a scale, is `ir_net`.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  k t (1 - tanh^2(t x)), t from tMin to tMax, k = max(1/t, 1), see ede.h
/// @source  Qin et al. 2020, IR-Net, arXiv:1909.10788, and its code
QuantizerEntry quantizer_entries::ede_sign() {
    QuantizerEntry entry;
    entry.id = "ede_sign";
    entry.title = "Sign, annealed tanh slope (EDE)";
    entry.summary = "The sign forward; backward a slope that is wide at first and a narrow peak at the end.";
    entry.source = "Qin et al. 2020 (IR-Net), arXiv:1909.10788, and its code";
    entry.grade = "code";
    entry.params = {
        realParam("tMin", "t, start", 0.1, "Steepness when training starts; small is nearly the identity.").range(1e-4, 1e3).log(),
        realParam("tMax", "t, end", 10.0, "Steepness at the end.").range(1e-4, 1e3).log(),
    };
    makeSigns(entry, [](const Params& p) { return Slope{{p.real("tMin"), p.real("tMax")}}; });
    return entry;
}

} // namespace orthant
