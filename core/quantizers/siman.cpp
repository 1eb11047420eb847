// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/largest.h"
#include "core/quantizers/rows.h"
#include "core/quantizers/transformed_sign.h"

#include <cmath>

namespace orthant {
namespace {

/// +1 for the half of each row with the larger magnitudes, -1 for the others; of an odd number the larger half is +1. Of equal
/// magnitudes the first ones are +1. Backward the identity from the bit to |x|, hence sign(x).
class LargerHalf final : public Transform {
  public:
    void forward(ConstMatrixView x, MatrixView y) const override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = y.row(r);
            LargestMagnitudes largest = largestMagnitudes({in, x.cols}, x.cols - x.cols / 2);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = std::abs(in[c]) > largest.threshold ? 1.0F : -1.0F;
            for (std::size_t c = 0; largest.equal > 0; ++c)
                if (std::abs(in[c]) == largest.threshold) {
                    out[c] = 1.0F;
                    --largest.equal;
                }
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            mapGradient(dy.row(r), dx.row(r), x.cols, [=](std::size_t c, float g) { return in[c] >= 0 ? g : -g; });
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
