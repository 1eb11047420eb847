// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sine.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"
#include "core/quantizers/transformed_sign.h"

namespace orthant {
namespace {

class Sine final : public Transform {
  public:
    explicit Sine(double omega) : omega_(omega) {}

    void forward(ConstMatrixView x, MatrixView y) const override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = y.row(r);
            const double omega = omega_;
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = sine(omega * static_cast<double>(in[c]));
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            const double omega = omega_;
            const auto slope = static_cast<float>(omega);
            mapGradient(dy.row(r), dx.row(r), x.cols, [=](std::size_t c, float g) {
                return slope * cosine(omega * static_cast<double>(in[c])) * g;
            });
        });
    }

  private:
    double omega_;
};

} // namespace

/// A periodic binarization.
/// Forward:   first stage q = a sin(omega x), then q = a sign(sin(omega x)), a learned
/// Backward:  omega cos(omega x): the derivative of the sine, 1 through the sign
/// The authors train the stages as two runs; here they are the parts of one. They start a from uniform random values; here
/// from the mean |x|. Their loss term on sin^2 is not part of a quantizer.
/// @source  Vargas et al. 2024, BiPer, arXiv:2404.01278, and its code (omega 20, 600 and 300 epochs)
QuantizerEntry quantizer_entries::biper() {
    QuantizerEntry entry;
    entry.id = "biper";
    entry.title = "Sign of a sine (BiPer)";
    entry.summary = "The sign of sin(omega x), after a first stage with the sine itself: no weight is far from a flip.";
    entry.source = "Vargas et al. 2024 (BiPer), arXiv:2404.01278, and its code; two stages in one run";
    entry.grade = "code";
    entry.params = {
        realParam("omega", "Frequency", 20.0, "Half waves of length pi / omega.").range(0.1, 1000).log(),
        realParam("firstStage", "First stage", 0.667, "The share of the run with the sine in place of its sign.").range(0, 1),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Sine>(p.real("omega")));
        recipe.sign = makeQuantizer(Component("ste_sign", {{"clip", 0.0}}));
        recipe.softUntil = p.real("firstStage");
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
