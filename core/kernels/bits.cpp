// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/bits.h"

#include "core/kernels/plain.h"

#include <algorithm>

namespace orthant::kernels {

void packSigns(const float* x, std::size_t n, std::uint64_t* words) { plain::packSigns(x, n, words); }

void unpackSigns(const std::uint64_t* words, std::size_t n, float* x) { plain::unpackSigns(words, n, x); }

std::uint64_t countBits(const std::uint64_t* a, const std::uint64_t* b, std::size_t n) {
    return plain::countBits(a, b, n);
}

void transposeBits(const std::uint64_t in[64], std::uint64_t out[64]) {
    std::copy(in, in + 64, out);
    // Quarters of blocks of 2 * half bits change places, from halves of 32 down to 1.
    std::uint64_t mask = 0x00000000FFFFFFFFULL;
    for (unsigned half = 32; half != 0; half /= 2, mask ^= mask << half)
        for (unsigned block = 0; block < 64; block += 2 * half)
            for (unsigned r = block; r < block + half; ++r) {
                const std::uint64_t swapped = ((out[r] >> half) ^ out[r + half]) & mask;
                out[r] ^= swapped << half;
                out[r + half] ^= swapped;
            }
}

} // namespace orthant::kernels
