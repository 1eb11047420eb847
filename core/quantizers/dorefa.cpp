// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/level_planes.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

class Dorefa final : public Quantizer {
  public:
    Dorefa(std::size_t bits, bool derivative) : bits_(bits), derivative_(derivative) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        const float largest = largestTanh(x);
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float t = std::tanh(x.row(r)[c]);
                const float slope = derivative_ && largest > 0 ? (1 - t * t) / largest : 1.0F;
                dx.row(r)[c] = slope * dq.row(r)[c];
            }
        });
    }
    Packed pack(ConstMatrixView x) const override {
        const float largest = largestTanh(x);
        const auto steps = static_cast<float>((1U << bits_) - 1);
        return packLevels(x, bits_, [&](std::size_t r, std::size_t c) {
            const float share = largest > 0 ? std::tanh(x.row(r)[c]) / (2 * largest) + 0.5F : 0.5F;
            return static_cast<std::uint32_t>(std::floor(share * steps + 0.5F));
        });
    }

  private:
    static float largestTanh(ConstMatrixView x) {
        std::vector<float> largest(x.rows);
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t c = 0; c < x.cols; ++c) largest[r] = std::max(largest[r], std::abs(x.row(r)[c]));
        });
        return largest.empty() ? 0.0F : std::tanh(*std::ranges::max_element(largest));
    }

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
