// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"
#include "core/quantizers/ramp.h"
#include "core/quantizers/rotation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orthant {
namespace {

/// k max(0, sqrt(2) t - t^2 |x|), t from 1e-2 to 10 in equal ratios, k = max(1/t, 1).
struct Slope {
    double t = 1e-2;

    void at(double progress) { t = geometricRamp(1e-2, 10, progress); }
    template <class T>
    T operator()(T x) const {
        const T steep = static_cast<T>(t), k = static_cast<T>(std::max(1 / t, 1.0));
        return k * std::max(T{0}, std::numbers::sqrt2_v<T> * steep - steep * steep * std::abs(x));
    }
};

} // namespace

/// Rotated binarization: rows are turned towards their signs before the sign is taken. Only bits and scales are shipped.
/// Forward:   y = standardized row; z = (1 - s) y + s R1^T Y R2 (rotation.h); q = a sign(z), a and the angle of s learned
/// Backward:  k max(0, sqrt(2) t - t^2 |z|) through the sign, exact through all else; or, as in the authors' code, with the
///            rotated part detached, which leaves no gradient for the weights while s = 1, as it is at the start
/// The slope at 0 starts at sqrt(2). A prime row length admits no useful rotation.
/// @source  Lin et al. 2020, RBNN, arXiv:2009.13055, and its code; the full derivative is derived here
QuantizerEntry quantizer_entries::rbnn() {
    QuantizerEntry entry;
    entry.id = "rbnn";
    entry.title = "Rotated rows (RBNN)";
    entry.summary = "Rows are rotated towards their signs by two small matrices in each epoch, then the sign with a learned scale.";
    entry.source = "Lin et al. 2020 (RBNN), arXiv:2009.13055, and its code; full derivative derived here";
    entry.grade = "code";
    entry.params = {choiceParam("gradient", "Gradient", "full", {"full", "detached"},
                                "full: the whole derivative; detached: not through the rotated part, as in the authors' code.")};
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Standardize>());
        recipe.transforms.push_back(std::make_unique<Rotate>(p.text("gradient") == "detached"));
        recipe.sign = std::make_unique<PairQuantizer<SignPair<Slope>>>(SignPair<Slope>{Slope{}});
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
