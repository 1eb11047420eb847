// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/pair_sums.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include <algorithm>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/pair_sums.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

PairSums pairSumsOf(const float* a, const float* b, std::size_t n);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

PairSums pairSumsOf(const float* a, const float* b, std::size_t n) { return plain::pairSums(a, b, n); }

#else

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;
constexpr std::size_t lanes = hn::MaxLanes(D()), vectors = 16 / lanes;
static_assert(16 % lanes == 0);

struct Lanes {
    V sum[5][vectors];

    HWY_INLINE Lanes() {
        for (auto& row : sum)
            for (V& value : row)
                value = hn::Zero(D());
    }
    HWY_INLINE void add(const float* a, const float* b) {
        const D d;
        for (std::size_t v = 0; v < vectors; ++v) {
            const V x = hn::LoadU(d, a + v * lanes), y = hn::LoadU(d, b + v * lanes);
            sum[0][v] = hn::Add(sum[0][v], hn::Abs(x));
            sum[1][v] = hn::Add(sum[1][v], hn::Abs(y));
            sum[2][v] = hn::Add(sum[2][v], hn::Mul(x, x));
            sum[3][v] = hn::Add(sum[3][v], hn::Mul(y, y));
            sum[4][v] = hn::Add(sum[4][v], hn::Mul(x, y));
        }
    }
    HWY_INLINE void addTo(double (&total)[5]) const {
        for (std::size_t k = 0; k < 5; ++k) {
            alignas(64) float values[16];
            for (std::size_t v = 0; v < vectors; ++v)
                hn::Store(sum[k][v], D(), values + v * lanes);
            for (const float value : values)
                total[k] += static_cast<double>(value);
        }
    }
};

PairSums pairSumsOf(const float* a, const float* b, std::size_t n) {
    double total[5] = {};
    for (std::size_t first = 0; first < n; first += 512) {
        const std::size_t last = std::min(n, first + 512);
        Lanes sums;
        std::size_t i = first;
        for (; i + 16 <= last; i += 16)
            sums.add(a + i, b + i);
        if (i < last) {
            float restA[16] = {}, restB[16] = {};
            std::copy(a + i, a + last, restA);
            std::copy(b + i, b + last, restB);
            sums.add(restA, restB);
        }
        sums.addTo(total);
    }
    return {total[0], total[1], total[2], total[3], total[4]};
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(pairSumsOf);

PairSums pairSums(const float* a, const float* b, std::size_t n) {
    return usesPlain() ? plain::pairSums(a, b, n) : HWY_DYNAMIC_DISPATCH(pairSumsOf)(a, b, n);
}

} // namespace orthant::kernels
#endif
