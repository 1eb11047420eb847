// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace orthant::kernels {

/// Signs of n floats: bit i of the words is 1 where x[i] >= 0 (so also for -0.0, not for NaN).
/// @shape  words: ceil(n / 64); padding bits become 0
void packSigns(const float* x, std::size_t n, std::uint64_t* words);

/// The inverse: +1 where the bit is 1, else -1.
void unpackSigns(const std::uint64_t* words, std::size_t n, float* x);

/// popcount(a xor b) over n words; with b = nullptr, popcount(a).
std::uint64_t countBits(const std::uint64_t* a, const std::uint64_t* b, std::size_t n);

/// Bit c of row r becomes bit r of row c, for a block of 64 by 64 bits.
void transposeBits(const std::uint64_t in[64], std::uint64_t out[64]);

} // namespace orthant::kernels
