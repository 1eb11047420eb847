// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/rng.h"

#include <cstdint>
#include <span>

namespace orthant {

/// The normal generator of Orthant: x[i] = scale times the standard normal value number first + i of `rng`, which
/// depends on the seed, the stream and that number alone, so that any part of the sequence can be made anywhere.
///
/// Values come in tiles of 64 from the 16 Philox blocks 16 t .. 16 t + 15. Of block 16 t + j the first two words make
/// the values 64 t + j and 64 t + 16 + j, the other two the values 64 t + 32 + j and 64 t + 48 + j, by Box-Muller: one
/// word is the radius, the other the angle. One word of 32 bits for one value: radii reach 6.76, a value of more than 6
/// has its right chance, and one of more than 6.76 (one in 7e10) is never drawn.
///
/// Every operation is rounded by itself (no fused multiply-add): all targets give the same bits.
/// @errors  relative to exact arithmetic on the same bits: 5e-7 of the radius
/// @cost    about 2.8 cycles for a value with AVX-512, 4.5 with AVX2; the calling thread only
void fillNormal(const Rng& rng, float scale, std::span<float> x, std::uint64_t first = 0);

} // namespace orthant
