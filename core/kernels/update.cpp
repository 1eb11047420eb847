// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/update.h"

#include "core/base/parallel.h"
#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/update.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

/// The values from the first on that fill whole vectors are updated; their number is returned.
std::size_t adamVectors(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants);
std::size_t sgdVectors(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

std::size_t adamVectors(float*, float*, float*, const float*, std::size_t, const AdamConstants&) { return 0; }
std::size_t sgdVectors(float*, float*, const float*, std::size_t, const SgdConstants&) { return 0; }

#else

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

// Multiply and add are separate roundings here as in the plain version; division and square root are correctly rounded.

/// By comparison, so that a NaN stays one on every target.
HWY_INLINE V clamped(V x, V limit) {
    const V low = hn::Neg(limit);
    return hn::IfThenElse(hn::Gt(x, limit), limit, hn::IfThenElse(hn::Lt(x, low), low, x));
}

std::size_t adamVectors(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants) {
    const D d;
    const V rate = hn::Set(d, constants.learningRate), clip = hn::Set(d, constants.clip);
    const V beta1 = hn::Set(d, constants.beta1), rest1 = hn::Set(d, 1 - constants.beta1);
    const V beta2 = hn::Set(d, constants.beta2), rest2 = hn::Set(d, 1 - constants.beta2);
    const V correction = hn::Set(d, constants.rootCorrection), epsilon = hn::Set(d, constants.epsilon);
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
        const V gradient = hn::LoadU(d, g + i);
        const V first = hn::Add(hn::Mul(beta1, hn::LoadU(d, m + i)), hn::Mul(rest1, gradient));
        const V second = hn::Add(hn::Mul(beta2, hn::LoadU(d, v + i)), hn::Mul(rest2, hn::Mul(gradient, gradient)));
        const V denominator = hn::Add(hn::Mul(hn::Sqrt(second), correction), epsilon);
        const V change = hn::Div(hn::Mul(rate, first), denominator);
        hn::StoreU(first, d, m + i);
        hn::StoreU(second, d, v + i);
        hn::StoreU(clamped(hn::Sub(hn::LoadU(d, w + i), change), clip), d, w + i);
    }
    return i;
}

std::size_t sgdVectors(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants) {
    const D d;
    const V rate = hn::Set(d, constants.learningRate), clip = hn::Set(d, constants.clip);
    const V momentum = hn::Set(d, constants.momentum);
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
        const V gradient = hn::LoadU(d, g + i);
        const V velocity = hn::Add(hn::Mul(momentum, hn::LoadU(d, u + i)), gradient);
        const V direction = constants.nesterov ? hn::Add(gradient, hn::Mul(momentum, velocity)) : velocity;
        hn::StoreU(velocity, d, u + i);
        hn::StoreU(clamped(hn::Sub(hn::LoadU(d, w + i), hn::Mul(rate, direction)), clip), d, w + i);
    }
    return i;
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(adamVectors);
HWY_EXPORT(sgdVectors);

namespace {

constexpr std::size_t grain = 16384; // 256 KiB of Adam's four streams

} // namespace

void adamStep(float* w, float* m, float* v, const float* g, std::size_t n, const AdamConstants& constants) {
    const bool plainOnly = usesPlain();
    parallelBlocks(n, grain, [&](std::size_t i, std::size_t end) {
        if (!plainOnly) i += HWY_DYNAMIC_DISPATCH(adamVectors)(w + i, m + i, v + i, g + i, end - i, constants);
        plain::adamStep(w + i, m + i, v + i, g + i, end - i, constants);
    });
}

void sgdStep(float* w, float* u, const float* g, std::size_t n, const SgdConstants& constants) {
    const bool plainOnly = usesPlain();
    parallelBlocks(n, grain, [&](std::size_t i, std::size_t end) {
        if (!plainOnly) i += HWY_DYNAMIC_DISPATCH(sgdVectors)(w + i, u + i, g + i, end - i, constants);
        plain::sgdStep(w + i, u + i, g + i, end - i, constants);
    });
}

} // namespace orthant::kernels
#endif
