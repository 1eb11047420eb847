// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/peak.h"

#include "core/kernels/highway.h"
#include "core/kernels/target.h"
#include "tests/catch.h"
#include "tests/reference/products.h"

#include <bit>
#include <hwy/highway.h>

using namespace orthant;

TEST_CASE("the popcount chain counts every bit that it says it does") {
    const auto [bits, check] = kernels::popcountChain(1000);
    // Each 64 bits of the chain add the same count; 12 chains start at 0 to 11 in each of bits / (1000 * 12 * 64)
    // lanes.
    const std::size_t words = bits / 64, lanes = words / 12000;
    const auto each = static_cast<std::uint64_t>(std::popcount(0x123456789ABCDEFULL ^ 0x5555AAAA5555AAAAULL));
    CHECK(bits == lanes * 12000 * 64);
    CHECK(check == words * each + lanes * 66);
}

TEST_CASE("measuring the peak leaves the forced target in force") {
    reference::onEveryTarget([](const std::string& target) {
        INFO(target);
        const std::size_t before = hwy::GetChosenTarget().GetIndex();
        kernels::popcountChain(1);
        CHECK(hwy::GetChosenTarget().GetIndex() == before);
        CHECK(kernels::activeTarget() == target);
    });
}
