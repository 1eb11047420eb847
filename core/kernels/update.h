// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>

namespace orthant::kernels {

/// Constants of one Adam step (Kingma and Ba 2015, algorithm 1, with both bias corrections folded in by the caller).
struct AdamConstants {
    float learningRate = 0.001F; ///< alpha_t = alpha / (1 - beta1^t)
    float beta1 = 0.9F;
    float beta2 = 0.999F;
    float rootCorrection = 1.0F; ///< 1 / sqrt(1 - beta2^t): denominator = sqrt(v) * rootCorrection + epsilon
    float epsilon = 1e-8F;
    float clip = std::numeric_limits<float>::infinity(); ///< the new w is clamped to [-clip, clip]
};

/// One fused pass: m, v and w are updated from g; w is clamped.
/// Element-wise, each operation rounded by itself (no fused multiply-add): every target gives the same bits.
/// @shape  w, m, v, g: n values, no overlap
void adamStep(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants);

/// The same for SGD with (Nesterov) momentum: u = momentum*u + g; d = nesterov ? g + momentum*u : u; w -= rate*d;
/// clamp.
struct SgdConstants {
    float learningRate = 0.01F;
    float momentum = 0.0F;
    bool nesterov = false;
    float clip = std::numeric_limits<float>::infinity();
};
void sgdStep(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants);

} // namespace orthant::kernels
