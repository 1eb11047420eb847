// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/pool.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/pool.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// As many channels as fill whole vectors; the number of them.
std::size_t largestLanes(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                         std::int32_t* winners);
std::size_t spreadLanes(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count,
                        std::size_t n, float* base);

std::size_t largestLanes(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                         std::int32_t* winners) {
    const hn::ScalableTag<float> d;
    const hn::RebindToSigned<decltype(d)> di;
    std::size_t c = 0;
    for (; c + hn::Lanes(d) <= n; c += hn::Lanes(d)) {
        auto most = hn::LoadU(d, base + offsets[0] + c);
        auto place = hn::Zero(di);
        for (std::size_t k = 1; k < count; ++k) {
            const auto value = hn::LoadU(d, base + offsets[k] + c);
            const auto larger = hn::Gt(value, most);
            most = hn::IfThenElse(larger, value, most);
            place = hn::IfThenElse(hn::RebindMask(di, larger), hn::Set(di, static_cast<std::int32_t>(k)), place);
        }
        hn::StoreU(most, d, best + c);
        if (winners != nullptr) hn::StoreU(place, di, winners + c);
    }
    return c;
}

std::size_t spreadLanes(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count,
                        std::size_t n, float* base) {
    const hn::ScalableTag<float> d;
    const hn::RebindToSigned<decltype(d)> di;
    std::size_t c = 0;
    for (; c + hn::Lanes(d) <= n; c += hn::Lanes(d)) {
        const auto value = hn::LoadU(d, up + c);
        const auto winner = hn::LoadU(di, winners + c);
        for (std::size_t k = 0; k < count; ++k) {
            const auto here = hn::Eq(winner, hn::Set(di, static_cast<std::int32_t>(k)));
            hn::StoreU(hn::IfThenElseZero(hn::RebindMask(d, here), value), d, base + offsets[k] + c);
        }
    }
    return c;
}

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(largestLanes);
HWY_EXPORT(spreadLanes);

void poolLargest(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                 std::int32_t* winners) {
    const std::size_t done =
        usesPlain() ? 0 : HWY_DYNAMIC_DISPATCH(largestLanes)(base, offsets, count, n, best, winners);
    plain::poolLargest(base + done, offsets, count, n - done, best + done, winners == nullptr ? nullptr : winners + done);
}

void poolSpread(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count, std::size_t n,
                float* base) {
    const std::size_t done = usesPlain() ? 0 : HWY_DYNAMIC_DISPATCH(spreadLanes)(up, winners, offsets, count, n, base);
    plain::poolSpread(up + done, winners + done, offsets, count, n - done, base + done);
}

} // namespace orthant::kernels
#endif
