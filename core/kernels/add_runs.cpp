// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/add_runs.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/add_runs.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void addRunsLanes(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
                  std::size_t intoStride);

void addRunsLanes(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
                  std::size_t intoStride) {
    const hn::ScalableTag<float> d;
    for (std::size_t i = 0; i < count; ++i, from += fromStride, into += intoStride) {
        std::size_t j = 0;
        for (; j + hn::Lanes(d) <= length; j += hn::Lanes(d))
            hn::StoreU(hn::Add(hn::LoadU(d, into + j), hn::LoadU(d, from + j)), d, into + j);
        for (; j < length; ++j) into[j] += from[j];
    }
}

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(addRunsLanes);

void addRuns(const float* from, std::size_t fromStride, std::size_t count, std::size_t length, float* into,
             std::size_t intoStride) {
    if (usesPlain()) plain::addRuns(from, fromStride, count, length, into, intoStride);
    else HWY_DYNAMIC_DISPATCH(addRunsLanes)(from, fromStride, count, length, into, intoStride);
}

} // namespace orthant::kernels
#endif
