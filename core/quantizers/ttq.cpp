// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/ternary_pack.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace orthant {
namespace {

class Ttq final : public Quantizer {
  public:
    explicit Ttq(double factor) : factor_(factor) {
        positive_.name = "positive_level";
        negative_.name = "negative_level";
        for (Parameter* level : {&positive_, &negative_}) level->value.resize({1}, 1.0F);
    }

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        const float threshold = thresholdOf(x);
        const float below = std::min(-threshold, -std::numeric_limits<float>::denorm_min()); // 0 is on the upper side
        std::vector<double> up(x.rows), down(x.rows); // sums of rows, added in their order
        forEachRow(x, [&](std::size_t r) {
            const float *in = x.row(r), *g = dq.row(r);
            up[r] = sumOf(x.cols, [=](std::size_t c) {
                const float here = g[c]; // read in any case, or the loop would not become vectors
                return in[c] >= threshold ? here : 0.0F;
            });
            down[r] = -sumOf(x.cols, [=](std::size_t c) {
                const float here = g[c];
                return in[c] <= below ? here : 0.0F;
            });
        });
        mapEach(x, dq, dx, [=, p = positive_.value[0], n = negative_.value[0]](float in, float g) {
            const float level = in >= threshold ? p : 1.0F;
            return (in <= below ? n : level) * g;
        });
        setGradient(positive_, up);
        setGradient(negative_, down);
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packTernary(x, std::vector<float>(x.rows, thresholdOf(x)));
        packed.scales[0] = {(positive_.value[0] + negative_.value[0]) / 2};
        packed.offsets = {(positive_.value[0] - negative_.value[0]) / 2};
        return packed;
    }
    QuantizerState state() override { return {{&positive_, &negative_}, {}}; }

  private:
    float thresholdOf(ConstMatrixView x) const {
        return static_cast<float>(factor_ * static_cast<double>(largestMagnitude(x)));
    }
    static void setGradient(Parameter& level, const std::vector<double>& sums) {
        double total = 0;
        for (const double sum : sums) total += sum;
        level.gradient.resize({1}, static_cast<float>(total));
    }

    double factor_;
    Parameter positive_, negative_;
};

} // namespace

/// Trained ternary quantization: one learned level on each side.
/// Forward:   D = factor max |x| over the layer; q = Wp where x >= D, -Wn where x <= -D, else 0
/// Backward:  dx = Wp dq, Wn dq and dq on the three sets; dWp = sum of dq over the first, dWn = - sum over the second
/// @source  Zhu et al. 2017, TTQ, arXiv:1612.01064, by re-implementations; the sign of dWn by the chain rule. The authors start
///          from a trained float network.
QuantizerEntry quantizer_entries::ttq() {
    QuantizerEntry entry;
    entry.id = "ttq";
    entry.title = "Ternary, learned levels (TTQ)";
    entry.summary = "Zero below a share of the largest magnitude; the positive and the negative level are learned.";
    entry.source = "Zhu et al. 2017 (TTQ), arXiv:1612.01064, by re-implementations";
    entry.grade = "secondary";
    entry.params = {realParam("factor", "Threshold", 0.05, "As a share of the largest magnitude of the layer.").range(0, 1)};
    entry.forActivations = false;
    entry.make = [](const Params& p) { return std::make_unique<Ttq>(p.real("factor")); };
    return entry;
}

} // namespace orthant
