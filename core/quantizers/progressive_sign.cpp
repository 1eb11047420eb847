// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

struct ProgressiveSign {
    static constexpr Signs signs = Signs::Shipped;
    double base, rate;
    double steep = 1; ///< 1 / (1 - T) = base^(rate progress)

    void at(double progress) { steep = std::pow(base, rate * progress); }
    double scheduled() const { return steep; }
    template <class T>
    T value(T x) const {
        return std::clamp(x * static_cast<T>(steep), T{-1}, T{1});
    }
    template <class T>
    T slope(T) const {
        return T{1};
    }
};

} // namespace

/// Forward:   clip(x / (1 - T), -1, 1), T = 1 - base^(-rate f), f = progress
/// Backward:  1
/// @source  progressive sign of the BiTorch library, its code
QuantizerEntry quantizer_entries::progressive_sign() {
    QuantizerEntry entry;
    entry.id = "progressive_sign";
    entry.title = "Steeper line (progressive sign)";
    entry.summary = "A clipped line whose slope grows exponentially over the run; gradients pass unchanged.";
    entry.source = "BiTorch library, progressive sign";
    entry.grade = "code";
    entry.params = {
        realParam("base", "Base", 4.0, "The slope at progress f is base^(rate f).").range(1, 100),
        realParam("rate", "Rate", 10.0, "The exponent at the end of the run.").range(0, 20),
    };
    makePairs(entry, [](const Params& p) { return ProgressiveSign{p.real("base"), p.real("rate")}; });
    return entry;
}

} // namespace orthant
