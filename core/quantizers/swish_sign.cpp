// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/swish.h"

namespace orthant {

/// Sign with the derivative of SignSwish.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  dq/dx = beta (2 - beta x tanh(beta x / 2)) / (1 + cosh(beta x))
/// The slope is slightly negative for |beta x| > 2.4.
/// @source  Darabi et al. 2018, BNN+, arXiv:1812.11800
QuantizerEntry quantizer_entries::swish_sign() {
    QuantizerEntry entry;
    entry.id = "swish_sign";
    entry.title = "Sign, SignSwish slope (BNN+)";
    entry.summary = "The sign forward; backward the smooth slope of SignSwish, steeper for a larger beta.";
    entry.source = "Darabi et al. 2018 (BNN+), arXiv:1812.11800";
    entry.grade = "code";
    entry.params = {
        realParam("beta", "Beta", 5.0, "Steepness: the slope at 0 is beta, its width about 2.4 / beta.").range(0.1, 100).log()};
    makeSigns(entry, [](const Params& params) {
        return [beta = params.real("beta")]<class T>(T x) { return swishSlope(x, static_cast<T>(beta)); };
    });
    return entry;
}

} // namespace orthant
