// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"
#include "core/quantizers/swish.h"

namespace orthant {
namespace {

struct BnnPlusPlus {
    static constexpr Signs signs = Signs::Shipped;
    double start, end;
    bool geometric, unitSlope;
    double mu = start;
    double divisor = unitSlope ? start : 1; ///< of the slope

    void at(double progress) {
        mu = geometric ? geometricRamp(start, end, progress) : linearRamp(start, end, progress);
        divisor = unitSlope ? mu : 1;
    }
    double scheduled() const { return mu; }
    template <class T>
    T value(T x) const {
        return swish(x, static_cast<T>(mu));
    }
    template <class T>
    T slope(T x) const {
        return swishSlope(x, static_cast<T>(mu)) / static_cast<T>(divisor);
    }
};

} // namespace

/// BNN++: the sign of BNN+ replaced by the function whose slope BNN+ uses. It is gradient descent on loss(SS_mu(w)) while mu
/// rises; weights reach 1.2 and beyond |mu x| = 2.4 the slope is negative.
/// Forward:   SS_mu(x), see swish.h; shipped as the sign
/// Backward:  SS_mu'(x), divided by mu with `unitSlope`
/// @source  Lu et al. 2023, ProxConnect++, arXiv:2402.17710: the pair by its abstract and summaries; the schedule of mu and
///          what is shipped are not known and were chosen here
QuantizerEntry quantizer_entries::bnn_plus_plus() {
    QuantizerEntry entry;
    entry.id = "bnn_plus_plus";
    entry.title = "SignSwish, own slope (BNN++)";
    entry.summary = "SignSwish forward and its derivative backward, steeper over the run; shipped as the sign.";
    entry.source = "Lu et al. 2023 (ProxConnect++), arXiv:2402.17710, by summaries; schedule of mu chosen here (reconstruction)";
    entry.grade = "secondary";
    entry.params = {
        realParam("muStart", "Mu, start", 1.0, "Steepness when training starts: the slope at 0.").range(0.1, 1e3).log(),
        realParam("muEnd", "Mu, end", 20.0, "Steepness at the end.").range(0.1, 1e3).log(),
        choiceParam("ramp", "Rise", "geometric", {"linear", "geometric"}, "How mu rises: in equal steps or in equal ratios."),
        booleanParam("unitSlope", "Slope 1 at zero", false,
                     "Divides the backward map by mu, so that steps near 0 do not grow with it."),
    };
    makePairs(entry, [](const Params& p) {
        return BnnPlusPlus{p.real("muStart"), p.real("muEnd"), p.text("ramp") == "geometric", p.boolean("unitSlope")};
    });
    return entry;
}

} // namespace orthant
