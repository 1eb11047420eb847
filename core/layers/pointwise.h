// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

namespace orthant {

/// The scalar functions that a packed network may hold. Each is non-decreasing, which lower() relies on.
struct Relu {
    static constexpr const char* id = "relu";
    static float value(float x) { return x > 0 ? x : 0.0F; }
    static float slope(float x) { return x > 0 ? 1.0F : 0.0F; }
};

struct Hardtanh {
    static constexpr const char* id = "hardtanh";
    static float value(float x) { return std::clamp(x, -1.0F, 1.0F); }
    static float slope(float x) { return x >= -1 && x <= 1 ? 1.0F : 0.0F; }
};

using PointwiseFunction = float (*)(float);

/// The function of this id; null when there is none.
inline PointwiseFunction pointwiseFunction(std::string_view id) {
    if (id == Relu::id) return Relu::value;
    if (id == Hardtanh::id) return Hardtanh::value;
    return nullptr;
}

} // namespace orthant
