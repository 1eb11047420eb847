// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <cmath>
#include <limits>

namespace orthant {

/// Sign with the straight-through estimator.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  dq/dx = 1 for |x| <= clip, else 0; clip = 0 lets every gradient pass
/// @source  Courbariaux et al. 2015, BinaryConnect (no clip); Courbariaux, Hubara et al. 2016, BNN (clip 1)
QuantizerEntry quantizer_entries::ste_sign() {
    QuantizerEntry entry;
    entry.id = "ste_sign";
    entry.title = "Sign, straight-through (BNN, BC)";
    entry.summary = "The sign forward; backward the gradient passes unchanged where |x| is at most the clip value.";
    entry.source = "Courbariaux et al. 2015 (BinaryConnect); Courbariaux, Hubara et al. 2016 (BNN)";
    entry.grade = "code";
    entry.params = {realParam("clip", "Clip", 1.0,
                              "The gradient passes where |x| is at most this; 0 lets it pass everywhere.")
                        .range(0, 100)};
    makeSigns(entry, [](const Params& params) {
        const double clip = params.real("clip");
        const double limit = clip > 0 ? clip : std::numeric_limits<double>::infinity();
        return [limit]<class T>(T x) { return std::abs(x) <= static_cast<T>(limit) ? T{1} : T{0}; };
    });
    return entry;
}

} // namespace orthant
