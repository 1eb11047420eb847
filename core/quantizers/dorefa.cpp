// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tanh.h"
#include "core/quantizers/catalogue.h"
#include "core/quantizers/level_planes.h"

#include <algorithm>
#include <cstdint>

namespace orthant {
namespace {

class Dorefa final : public Quantizer {
  public:
    Dorefa(std::size_t bits, bool derivative) : bits_(bits), derivative_(derivative) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        const float largest = largestTanh(x);
        if (!derivative_ || largest == 0) return mapEach(x, dq, dx, [](float, float up) { return up; });
        mapEach(x, dq, dx, [largest](float in, float up) {
            const float t = tanhOf(in);
            return (1 - t * t) / largest * up;
        });
    }
    Packed pack(ConstMatrixView x) const override {
        const float largest = largestTanh(x);
        const auto steps = static_cast<float>((1U << bits_) - 1);
        const float twice = largest > 0 ? 2 * largest : 1.0F;
        return packLevels(x, bits_, [twice, steps](float value) {
            const float share = tanhOf(value) / twice + 0.5F;
            return static_cast<std::int32_t>(share * steps + 0.5F); // never negative: the next lower whole number
        });
    }

  private:
    static float largestTanh(ConstMatrixView x) { return tanhOf(largestMagnitude(x)); }

    std::size_t bits_;
    bool derivative_;
};

} // namespace

/// Several bits of a normalized tanh.
/// Forward:   2 round_n(tanh(x) / (2 M) + 1/2) - 1 with n = 2^bits - 1 steps, M = max |tanh x| over the layer
/// Backward:  (1 - tanh^2 x) / M with M constant, or 1
/// With the derivative the backward map varies where the forward map is flat, so the pair is outside the ProxConnect++ family.
/// @source  Zhou et al. 2016, DoReFa-Net, arXiv:1606.06160, by the code of the libraries Larq (derivative) and BiTorch (one). The
///          original has a separate rule for one bit, a scaled sign: that is `xnor_scale`.
QuantizerEntry quantizer_entries::dorefa() {
    QuantizerEntry entry;
    entry.id = "dorefa";
    entry.title = "Rounded tanh (DoReFa weights)";
    entry.summary = "tanh, scaled to [-1, 1] by the largest weight and rounded to equal steps.";
    entry.source = "Zhou et al. 2016 (DoReFa-Net), arXiv:1606.06160, by the libraries Larq and BiTorch";
    entry.grade = "code";
    entry.params = {
        integerParam("bits", "Bits", 2, "Planes of each weight.").range(1, 8),
        choiceParam("backward", "Backward", "derivative", {"derivative", "one"},
                    "Through the tanh, or unchanged."),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        return std::make_unique<Dorefa>(p.size("bits"), p.text("backward") == "derivative");
    };
    return entry;
}

} // namespace orthant
