// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/level_planes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace orthant {
namespace {

/// The level of a value: the nearest of 2^bits equal steps over [-1, 1], the upper of two equally near.
template <class T>
std::int32_t nearestLevel(T x, std::size_t bits) {
    const auto steps = static_cast<T>((1U << bits) - 1);
    return static_cast<std::int32_t>((std::clamp(x, T{-1}, T{1}) + 1) / 2 * steps + T{0.5}); // never negative
}

class MultiBit final : public Quantizer {
  public:
    explicit MultiBit(std::size_t bits) : bits_(bits) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        passInside(x, dq, dx);
    }
    Packed pack(ConstMatrixView x) const override {
        return packLevels(x, bits_, [bits = bits_](float value) { return nearestLevel(value, bits); });
    }

  private:
    std::size_t bits_;
};

} // namespace

/// Several bits as planes of signs, so that a product is a weighted sum of counts.
/// Forward:   the nearest of 2^M odd integers over 2^M - 1, from -1 to +1
/// Backward:  1 for |x| <= 1, else 0
/// @source  Sun et al. 2019/2021, {-1, +1} encoding decomposition, by its abstract; the identity of the planes is derived here, the
///          training procedure is a plain straight-through estimator (reconstruction)
QuantizerEntry quantizer_entries::multi_bit() {
    QuantizerEntry entry;
    entry.id = "multi_bit";
    entry.title = "Planes of signs, {-1, +1}";
    entry.summary = "Equal steps from -1 to +1 as a weighted sum of sign planes: any number of bits by counting.";
    entry.source = "Sun et al. ({-1, +1} encoding decomposition), by the abstract; identity derived here, training reconstructed";
    entry.grade = "derived";
    entry.params = {integerParam("bits", "Bits", 2, "Planes of each value; 1 is the sign.").range(1, 8)};
    entry.make = [](const Params& p) { return std::make_unique<MultiBit>(p.size("bits")); };
    entry.scalar = [](const Params& p, double) {
        const std::size_t bits = p.size("bits");
        return ScalarMaps{[bits](double x) { return 2 * nearestLevel(x, bits) / static_cast<double>((1U << bits) - 1) - 1; },
                          [](double x) { return std::abs(x) <= 1 ? 1.0 : 0.0; }};
    };
    return entry;
}

} // namespace orthant
