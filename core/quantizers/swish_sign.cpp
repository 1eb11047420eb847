// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/sign_quantizer.h"

#include <cmath>

namespace orthant {

/// Sign with the derivative of SignSwish.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  dq/dx = beta (2 - beta x tanh(beta x / 2)) / (1 + cosh(beta x))
/// With e = exp(-|beta x|): tanh(|beta x| / 2) = (1 - e) / (1 + e) and 1 / (1 + cosh(beta x)) = 2 e / (1 + e)^2, which
/// needs one exponential and cannot overflow. The slope is slightly negative for |beta x| > 2.4.
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
    entry.make = [](const Params& params) {
        const auto beta = static_cast<float>(params.real("beta"));
        return makeSignQuantizer([beta](float x) {
            const float z = std::abs(beta * x);
            const float e = std::exp(-z);
            const float sum = 1.0F + e;
            return beta * (2.0F - z * (1.0F - e) / sum) * 2.0F * e / (sum * sum);
        });
    };
    return entry;
}

} // namespace orthant
