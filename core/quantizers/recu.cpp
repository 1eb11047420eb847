// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"
#include "core/quantizers/transformed_sign.h"

#include <cmath>
#include <numbers>

namespace orthant {
namespace {

/// Clamps to the tau quantiles of a Laplace law with the mean magnitude of the layer: Q = -mean |x| ln(2 - 2 tau), with tau
/// rising exponentially over the run. No gradient outside.
class ClampTails final : public Transform {
  public:
    ClampTails(double start, double end) : start_(start), end_(end), tau_(start) {}

    void beginStep(const QuantizerContext& context, ConstMatrixView) override {
        tau_ = start_ + (end_ - start_) * (std::exp(context.progress()) - 1) / (std::numbers::e - 1);
    }
    void forward(ConstMatrixView x, MatrixView y) const override {
        const float limit = limitOf(x);
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = y.row(r);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = std::clamp(in[c], -limit, limit);
        });
    }
    void backward(ConstMatrixView x, ConstMatrixView dy, MatrixView dx) override {
        const float limit = limitOf(x);
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            mapGradient(dy.row(r), dx.row(r), x.cols, [=](std::size_t c, float g) { return std::abs(in[c]) <= limit ? g : 0.0F; });
        });
    }

  private:
    float limitOf(ConstMatrixView x) const {
        std::vector<double> means(x.rows);
        forEachRow(x, [&](std::size_t r) { means[r] = meanMagnitude(x.row(r), x.cols); });
        double sum = 0;
        for (const double mean : means) sum += mean;
        return static_cast<float>(-sum / static_cast<double>(x.rows) * std::log(2 - 2 * tau_));
    }

    double start_, end_, tau_;
};

} // namespace

/// Reviving dead weights: the tails of the standardized rows are clamped, and with that they come back.
/// Forward:   y = 2 sqrt(2) (x - mean) / deviation; clamp y to the tau quantiles of a Laplace law; q = a sign(y), a learned
/// Backward:  1 through the sign, 0 where clamped, exact through the standardization
/// tau(f) = A exp(f) + B from tauStart to tauEnd. The authors start a from uniform random values; here from the mean |x|.
/// @source  Xu et al. 2021, ReCU, arXiv:2103.12369, and its code
QuantizerEntry quantizer_entries::recu() {
    QuantizerEntry entry;
    entry.id = "recu";
    entry.title = "Clamped tails (ReCU)";
    entry.summary = "Standardized rows whose tails are clamped to a Laplace quantile, then the sign with a learned scale.";
    entry.source = "Xu et al. 2021 (ReCU), arXiv:2103.12369, and its code";
    entry.grade = "code";
    entry.params = {
        realParam("tauStart", "Quantile, start", 0.85, "Tails beyond this quantile are clamped when training starts.").range(0.51, 0.9999),
        realParam("tauEnd", "Quantile, end", 0.99, "The same at the end.").range(0.51, 0.9999),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        SignRecipe recipe;
        recipe.transforms.push_back(std::make_unique<Standardize>(2 * std::numbers::sqrt2));
        recipe.transforms.push_back(std::make_unique<ClampTails>(p.real("tauStart"), p.real("tauEnd")));
        recipe.sign = makeQuantizer(Component("ste_sign", {{"clip", 0.0}}));
        return makeTransformedSign(std::move(recipe));
    };
    return entry;
}

} // namespace orthant
