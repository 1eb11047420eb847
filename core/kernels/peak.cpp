// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/peak.h"

#include "core/kernels/target.h"

#include <iterator>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/peak.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

PopcountChain popcountChainOf(std::size_t iterations);

PopcountChain popcountChainOf(std::size_t iterations) {
    using D = hn::ScalableTag<std::uint64_t>;
    const D d;
    constexpr std::size_t chains = 12; // more than latency times rate, and all in registers
    hn::Vec<D> sum[chains];
    for (std::size_t i = 0; i < chains; ++i)
        sum[i] = hn::Set(d, i);
    auto left = hn::Set(d, 0x123456789ABCDEFULL), right = hn::Set(d, 0x5555AAAA5555AAAAULL);
    for (std::size_t n = 0; n < iterations; ++n) {
        for (std::size_t i = 0; i < chains; ++i) {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
            asm("" : "+v"(left.raw)); // the value may have changed: nothing is hoisted out of the loop
#endif
            sum[i] = hn::Add(sum[i], hn::PopulationCount(hn::Xor(left, right)));
        }
    }
    auto total = sum[0];
    for (std::size_t i = 1; i < chains; ++i)
        total = hn::Add(total, sum[i]);
    return {iterations * chains * hn::Lanes(d) * 64, hn::GetLane(hn::SumOfLanes(d, total))};
}

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(popcountChainOf);

namespace {

/// The best target's place in the table. Not Highway's shared choice, which may be forced to another.
std::size_t bestIndex() {
    if (std::size(HWY_DISPATCH_TABLE(popcountChainOf)) == 1) return 0;
    hwy::ChosenTarget best;
    best.Update(bestTargetBit());
    return best.GetIndex();
}

} // namespace

PopcountChain popcountChain(std::size_t iterations) {
    static const std::size_t index = bestIndex();
    return HWY_DISPATCH_TABLE(popcountChainOf)[index](iterations);
}

} // namespace orthant::kernels
#endif
