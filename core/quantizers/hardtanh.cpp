// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/pair_quantizer.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

struct HardTanh {
    static constexpr Signs signs = Signs::Shipped;

    template <class T>
    T value(T x) const {
        return std::clamp(x, T{-1}, T{1});
    }
    template <class T>
    T slope(T x) const {
        return std::abs(x) <= 1 ? T{1} : T{0};
    }
};

} // namespace

/// Forward:   clip(x, -1, 1); shipped as the sign
/// Backward:  1 for |x| <= 1, else 0
/// @source  definition; the pair is what the sign with box slope (BNN) stands for without its jump
QuantizerEntry quantizer_entries::hardtanh() {
    QuantizerEntry entry;
    entry.id = "hardtanh";
    entry.title = "Hard tanh";
    entry.summary = "Clamps to [-1, 1] in training and takes the sign only when shipped: what one loses by rounding at the end.";
    entry.source = "definition";
    makePairs(entry, [](const Params&) { return HardTanh{}; });
    return entry;
}

} // namespace orthant
