// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ramp.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

class AdaSte final : public Quantizer {
  public:
    AdaSte(float alpha, double first, double last)
        : alpha_(alpha), first_(first), last_(last), beta_(static_cast<float>(first)) {}

    void beginStep(const QuantizerContext& context, ConstMatrixView) override {
        beta_ = static_cast<float>(geometricRamp(first_, last_, context.progress()));
    }
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            mapGradient(dq.row(r), dx.row(r), x.cols, [in, map = *this](std::size_t c, float g) { return map.slope(in[c], g) * g; });
        });
    }
    void forward(ConstMatrixView x, MatrixView q) const override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            float* out = q.row(r);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = std::clamp(before(in[c]), -1.0F, 1.0F);
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.values.resize(x.rows * x.cols);
        forward(x, {packed.values.data(), x.rows, x.cols, x.cols});
        return packed;
    }
    Packed packFinal(ConstMatrixView x) const override { return packSigns(x); }
    Signs signs() const override { return Signs::Shipped; }

  private:
    [[gnu::always_inline]] float before(float x) const { return (x + beta_ * (1 + alpha_) * signOf(x)) / (1 + beta_); } ///< the clip
    [[gnu::always_inline]] float slope(float x, float g) const {
        if (std::abs(before(x)) < 1) return 1 / (1 + beta_);
        if (g * signOf(x) < 0) return 0; // a step against g goes further out
        return std::min(0.5F, 1 / std::abs(x));
    }

    float alpha_;
    double first_, last_;
    float beta_;
};

} // namespace

/// The adaptive straight-through estimator.
/// Forward:   clip((x + b (1 + alpha) sign(x)) / (1 + b), -1, 1), b in equal ratios from beta to betaEnd over the run
/// Backward:  1 / (1 + b) inside the clip; where it clips, 0 when the step goes further out, and min(1/2, 1/|x|) when
///            it goes back to 0
/// The sign is shipped.
/// @source  Le et al. 2021, AdaSTE, arXiv:2112.02880, as a notebook beside other authors' code has it, where alpha and
///          b are 0.01. The ramp of b, without which the weights of training stay far from their signs, is our choice.
QuantizerEntry quantizer_entries::adaste() {
    QuantizerEntry entry;
    entry.id = "adaste";
    entry.title = "Adaptive straight-through (AdaSTE)";
    entry.summary =
        "Values pulled towards their signs; a clipped weight moves only when its gradient points back to zero.";
    entry.source =
        "Le et al. 2021 (AdaSTE), arXiv:2112.02880, as a notebook of other authors has it; the ramp is our choice";
    entry.grade = "secondary";
    entry.params = {
        realParam("alpha", "Overshoot", 0.01, "How far beyond the sign a value is pulled, as a share.").range(0, 1),
        realParam("beta", "Pull at the start", 0.01, "How strongly values are pulled towards their signs.")
            .range(1e-4, 1e4)
            .log(),
        realParam("betaEnd", "Pull at the end", 100.0, "The notebook leaves it at the value of the start.")
            .range(1e-4, 1e4)
            .log(),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        return std::make_unique<AdaSte>(static_cast<float>(p.real("alpha")), p.real("beta"), p.real("betaEnd"));
    };
    return entry;
}

} // namespace orthant
