// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/level_planes.h"

#include <algorithm>
#include <cstdint>

namespace orthant {
namespace {

/// The nearest of 2^bits equal steps over [0, 1], the upper of two equally near.
template <class T>
std::int32_t nearestStep(T x, std::size_t bits) {
    return static_cast<std::int32_t>(std::clamp(x, T{0}, T{1}) * static_cast<T>((1U << bits) - 1) + T{0.5}); // never negative
}

class DorefaActivations final : public Quantizer {
  public:
    explicit DorefaActivations(std::size_t bits) : bits_(bits) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        mapEach(x, dq, dx, [](float in, float up) { return in >= 0 && in <= 1 ? up : 0.0F; });
    }
    /// Steps from -1 to +1, halved and raised by a half.
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packLevels(x, bits_, [bits = bits_](float value) { return nearestStep(value, bits); });
        for (std::vector<float>& scale : packed.scales) scale[0] /= 2;
        packed.offsets = {0.5F};
        return packed;
    }

  private:
    std::size_t bits_;
};

} // namespace

/// Activations of several bits that are not negative.
/// Forward:   round(n min(max(x, 0), 1)) / n with n = 2^bits - 1
/// Backward:  1 for 0 <= x <= 1, else 0
/// @source  Zhou et al. 2016, DoReFa-Net, arXiv:1606.06160, by the code of the library Larq
QuantizerEntry quantizer_entries::dorefa_activations() {
    QuantizerEntry entry;
    entry.id = "dorefa_activations";
    entry.title = "Steps from 0 to 1 (DoReFa activations)";
    entry.summary = "Activations of several bits: clipped to [0, 1] and rounded to equal steps, multiplied as planes of bits.";
    entry.source = "Zhou et al. 2016 (DoReFa-Net), arXiv:1606.06160, by the library Larq";
    entry.grade = "code";
    entry.params = {integerParam("bits", "Bits", 2, "Planes of each activation.").range(1, 8)};
    entry.forWeights = false;
    entry.make = [](const Params& p) { return std::make_unique<DorefaActivations>(p.size("bits")); };
    entry.scalar = [](const Params& p, double) {
        const std::size_t bits = p.size("bits");
        return ScalarMaps{[bits](double x) { return nearestStep(x, bits) / static_cast<double>((1U << bits) - 1); },
                          [](double x) { return x >= 0 && x <= 1 ? 1.0 : 0.0; }};
    };
    return entry;
}

} // namespace orthant
