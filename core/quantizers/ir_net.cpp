// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/transformed_sign.h"

namespace orthant {

/// Information retention: standardize, sign, shift.
/// Forward:   y = (x - mean) / deviation of the row; q = 2^s sign(y), s = round(log2(mean |y|))
/// Backward:  annealed tanh slope (ede_sign) at y, exact through mean and deviation; the shift is constant
/// @source  Qin et al. 2020, IR-Net, arXiv:1909.10788, and its code (tMin 1e-3 for ResNet-20, 1e-1 for VGG-small)
QuantizerEntry quantizer_entries::ir_net() {
    QuantizerEntry entry;
    entry.id = "ir_net";
    entry.title = "Standardized sign (IR-Net)";
    entry.summary = "Each row to mean 0 and deviation 1, then the sign times a power of two; annealed slope.";
    entry.source = "Qin et al. 2020 (IR-Net), arXiv:1909.10788, and its code";
    entry.grade = "code";
    entry.params = {
        realParam("tMin", "t, start", 0.1, "Steepness of the slope when training starts.").range(1e-4, 1e3).log(),
        realParam("tMax", "t, end", 10.0, "Steepness at the end.").range(1e-4, 1e3).log(),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Standardize>());
        recipe.sign = makeQuantizer(Component("ede_sign", {{"tMin", p.real("tMin")}, {"tMax", p.real("tMax")}}));
        recipe.scale = RowScale::PowerOfTwo;
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
