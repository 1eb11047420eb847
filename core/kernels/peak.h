// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace orthant::kernels {

/// What one core can do at most by counting bits: xor + popcount + add from registers, on the best target of the CPU
/// whatever target is forced. The yardstick of the XNOR product.
struct PopcountChain {
    std::size_t bits = 0;    ///< bits that were compared and counted: multiply-adds of signs
    std::uint64_t check = 0; ///< the counts, so that the work is not optimized away
};
PopcountChain popcountChain(std::size_t iterations);

} // namespace orthant::kernels
