// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ede.h"
#include "core/quantizers/pair_quantizer.h"

namespace orthant {
namespace {

struct EdePlus : ErrorDecay {
    static constexpr Signs signs = Signs::Shipped;
};

} // namespace

/// The repair of IR-Net's pair: the function whose slope ede_sign uses.
/// Forward:   k tanh(t x), t from tMin to tMax, k = max(1/t, 1); shipped as the sign
/// Backward:  k t (1 - tanh^2(t x))
/// @source  Qin et al. 2020, IR-Net, for the slope; F = integral of B by the rule of ProxConnect++, derived here
QuantizerEntry quantizer_entries::ede_plus() {
    QuantizerEntry entry;
    entry.id = "ede_plus";
    entry.title = "Annealed tanh, own slope (EDE+)";
    entry.summary = "The tanh whose slope IR-Net uses, forward too; shipped as the sign.";
    entry.source = "Qin et al. 2020 (IR-Net) for the slope; the forward map is derived here by the rule of ProxConnect++";
    entry.grade = "derived";
    entry.params = {
        realParam("tMin", "t, start", 0.1, "Steepness when training starts; small is nearly the identity.").range(1e-4, 1e3).log(),
        realParam("tMax", "t, end", 10.0, "Steepness at the end.").range(1e-4, 1e3).log(),
    };
    makePairs(entry, [](const Params& p) { return EdePlus{{p.real("tMin"), p.real("tMax")}}; });
    return entry;
}

} // namespace orthant
