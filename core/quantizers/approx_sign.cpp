// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {

/// Approximate sign: the estimator with a triangular slope.
/// Forward:   q = +1 if x >= 0, else -1
/// Backward:  dq/dx = 2 - 2|x| for |x| < 1, else 0
/// @source  Liu et al. 2018, Bi-Real Net, arXiv:1808.00278
QuantizerEntry quantizer_entries::approx_sign() {
    QuantizerEntry entry;
    entry.id = "approx_sign";
    entry.title = "Sign, triangular slope (Bi-Real)";
    entry.summary = "The sign forward; backward the slope of a piecewise parabola, 2 - 2|x| inside (-1, 1).";
    entry.source = "Liu et al. 2018 (Bi-Real Net), arXiv:1808.00278";
    entry.grade = "code";
    makeSigns(entry, [](const Params&) {
        return []<class T>(T x) { return std::max(T{0}, 2 - 2 * std::abs(x)); };
    });
    return entry;
}

} // namespace orthant
