// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

struct PolyPlus {
    static constexpr Signs signs = Signs::Shipped;

    template <class T>
    T value(T x) const {
        const T a = std::min(std::abs(x), T{1});
        return signOf(x) * (2 * a - a * a);
    }
    template <class T>
    T slope(T x) const {
        return std::max(T{0}, 2 - 2 * std::abs(x));
    }
};

} // namespace

/// The repair of Bi-Real: the function whose slope approx_sign uses.
/// Forward:   sign(x) (2 |x| - x^2) for |x| <= 1, else sign(x); shipped as the sign
/// Backward:  2 - 2 |x| for |x| < 1, else 0
/// @source  Liu et al. 2018, Bi-Real Net, for the slope; F = integral of B by the rule of ProxConnect++, derived here
QuantizerEntry quantizer_entries::poly_plus() {
    QuantizerEntry entry;
    entry.id = "poly_plus";
    entry.title = "Parabola, own slope (Poly+)";
    entry.summary = "The parabola whose slope Bi-Real uses, forward too; shipped as the sign.";
    entry.source = "Liu et al. 2018 (Bi-Real Net) for the slope; the forward map is derived here by the rule of ProxConnect++";
    entry.grade = "derived";
    makePairs(entry, [](const Params&) { return PolyPlus{}; });
    return entry;
}

} // namespace orthant
