// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/quantizer.h"
#include "core/quantizers/rows.h"

#include <cmath>
#include <limits>

namespace orthant {
namespace {

/// Sign with the least-squares scale of each row.
/// Forward:   alpha = mean |x| over the row, q_i = alpha sign(x_i)
/// Backward:  dx_i = alpha 1[|x_i| <= clip] dq_i + sign(x_i) (1/n) sum_j dq_j sign(x_j)
/// The second term is the derivative of alpha, with its cross terms; the original paper drops those.
/// @source  Rastegari et al. 2016, XNOR-Net; the exact gradient is derived here
class XnorScale final : public Quantizer {
  public:
    explicit XnorScale(float clip) : clip_(clip) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float* in = x.row(r);
            const float* up = dq.row(r);
            const double sum = sumOf(x.cols, [&](std::size_t c) { return in[c] >= 0 ? up[c] : -up[c]; });
            const float alpha = scaleOf(x, r), clip = clip_;
            const auto mean = static_cast<float>(sum / static_cast<double>(x.cols));
            mapGradient(up, dx.row(r), x.cols, [=](std::size_t c, float g) {
                return (std::abs(in[c]) <= clip ? alpha * g : 0.0F) + (in[c] >= 0 ? mean : -mean);
            });
        });
    }

    Packed pack(ConstMatrixView x) const override {
        std::vector<float> scale(x.rows);
        forEachRow(x, [&](std::size_t r) { scale[r] = scaleOf(x, r); });
        return packSigns(x, std::move(scale));
    }

  private:
    static float scaleOf(ConstMatrixView x, std::size_t r) {
        return static_cast<float>(meanMagnitude(x.row(r), x.cols));
    }

    float clip_;
};

} // namespace

QuantizerEntry quantizer_entries::xnor_scale() {
    QuantizerEntry entry;
    entry.id = "xnor_scale";
    entry.title = "Sign, scale of a row (XNOR, BWN)";
    entry.summary = "The sign times the mean |x| of its row, the best single scale in the least-squares sense.";
    entry.source = "Rastegari et al. 2016 (XNOR-Net); exact gradient derived here";
    entry.grade = "secondary";
    entry.params = {realParam("clip", "Clip", 1.0,
                              "The direct gradient passes where |x| is at most this; 0 lets it pass everywhere.")
                        .range(0, 100)};
    entry.forActivations = false;
    entry.make = [](const Params& params) {
        const double clip = params.real("clip");
        return std::make_unique<XnorScale>(clip > 0 ? static_cast<float>(clip)
                                                    : std::numeric_limits<float>::infinity());
    };
    return entry;
}

} // namespace orthant
