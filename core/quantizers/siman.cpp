// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"
#include "core/quantizers/transformed_sign.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

/// +1 for the half of each row with the larger magnitudes, -1 for the others; of an odd number the larger half is +1. Of equal
/// magnitudes the first ones are +1. Backward the identity from the bit to |x|, hence sign(x).
class LargerHalf final : public Transform {
  public:
    void forward(ConstMatrixView x, MatrixView y) const override {
        forEachRow(x, [&](std::size_t r) {
            const std::size_t half = x.cols - x.cols / 2;
            if (half == 0) return;
            std::vector<float> magnitudes(x.cols);
            for (std::size_t c = 0; c < x.cols; ++c) magnitudes[c] = std::abs(x.row(r)[c]);
            const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(half - 1);
            std::ranges::nth_element(magnitudes, middle, std::greater<>());
            const float threshold = *middle;
            auto equal = half - static_cast<std::size_t>(std::count_if(magnitudes.begin(), magnitudes.end(),
                                                                       [&](float m) { return m > threshold; }));
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float m = std::abs(x.row(r)[c]);
                const bool plus = m > threshold || (m == threshold && equal > 0);
                if (m == threshold && equal > 0) --equal;
                y.row(r)[c] = plus ? 1.0F : -1.0F;
            }
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c) dx.row(r)[c] = signOf(x.row(r)[c]) * dy.row(r)[c];
        });
    }
};

} // namespace

/// Sign-to-magnitude: the bit says whether a weight is among the larger half of its row; its sign does not matter.
/// Forward:   y = (x - mean) / deviation; b = +1 for the half of the row with the largest |y|, else -1; q = a b, a learned
/// Backward:  sign(y) dq through the bit, exact through the standardization
/// The authors also clamp the latent weights themselves to percentiles of the layer that open over the run. That changes neither
/// the halves nor this gradient, only the latent values, which a quantizer does not touch: it is left out.
/// @source  Lin et al. 2021, SiMaN, arXiv:2102.07981, and its code
QuantizerEntry quantizer_entries::siman() {
    QuantizerEntry entry;
    entry.id = "siman";
    entry.title = "Magnitude in place of sign (SiMaN)";
    entry.summary = "One bit says whether a weight is among the larger half of its row; half of all bits are +1.";
    entry.source = "Lin et al. 2021 (SiMaN), arXiv:2102.07981, and its code; without the clamp of latent weights";
    entry.grade = "code";
    entry.forActivations = false;
    entry.make = [](const Params&) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Standardize>());
        recipe.transforms.push_back(std::make_unique<LargerHalf>());
        recipe.sign = makeQuantizer(Component("ste_sign", {{"clip", 0.0}}));
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
