// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace orthant::kernels {

/// best[c] = the largest of base[offsets[k] + c] over k, for n channels.
/// @param winners  null, or the first k that has it. (NaN is never larger.)
void poolLargest(const float* base, const std::size_t* offsets, std::size_t count, std::size_t n, float* best,
                 std::int32_t* winners);

/// base[offsets[k] + c] = up[c] where winners[c] = k, else 0.
void poolSpread(const float* up, const std::int32_t* winners, const std::size_t* offsets, std::size_t count, std::size_t n,
                float* base);

} // namespace orthant::kernels
