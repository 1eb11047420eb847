// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/bits.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include <algorithm>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/bits.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

void packWords(const float* x, std::size_t words, std::uint64_t* out);
void unpackWords(const std::uint64_t* words, std::size_t count, float* x);
std::uint64_t countWords(const std::uint64_t* a, const std::uint64_t* b, std::size_t n);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

void packWords(const float* x, std::size_t words, std::uint64_t* out) { plain::packSigns(x, words * 64, out); }
void unpackWords(const std::uint64_t* words, std::size_t count, float* x) { plain::unpackSigns(words, count * 64, x); }
std::uint64_t countWords(const std::uint64_t* a, const std::uint64_t* b, std::size_t n) {
    return plain::countBits(a, b, n);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

void packWords(const float* x, std::size_t words, std::uint64_t* out) {
    const hn::ScalableTag<float> d;
    constexpr std::size_t lanes = hn::MaxLanes(hn::ScalableTag<float>());
    for (std::size_t w = 0; w < words; ++w, x += 64) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < 64; i += lanes) {
            std::uint8_t bits[8] = {}; // StoreMaskBits may write a whole word
            hn::StoreMaskBits(d, hn::Ge(hn::LoadU(d, x + i), hn::Zero(d)), bits);
            word |= static_cast<std::uint64_t>(bits[0] | bits[1] << 8) << i;
        }
        out[w] = word;
    }
}

void unpackWords(const std::uint64_t* words, std::size_t count, float* x) {
    const hn::ScalableTag<float> d;
    const hn::RebindToUnsigned<decltype(d)> du;
    constexpr std::size_t lanes = hn::MaxLanes(hn::ScalableTag<float>());
    const auto bit = hn::Shl(hn::Set(du, 1), hn::Iota(du, 0));
    for (std::size_t w = 0; w < count; ++w, x += 64)
        for (std::size_t i = 0; i < 64; i += lanes) {
            const auto bits = hn::And(hn::Set(du, static_cast<std::uint32_t>(words[w] >> i)), bit);
            const auto minus = hn::IfThenElseZero(hn::Eq(bits, hn::Zero(du)), hn::Set(du, 0x80000000U));
            hn::StoreU(hn::Xor(hn::Set(d, 1.0F), hn::BitCast(d, minus)), d, x + i);
        }
}

std::uint64_t countWords(const std::uint64_t* a, const std::uint64_t* b, std::size_t n) {
    const hn::ScalableTag<std::uint64_t> d;
    const std::size_t lanes = hn::Lanes(d);
    auto sum = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const auto x = hn::LoadU(d, a + i);
        sum = hn::Add(sum, hn::PopulationCount(b == nullptr ? x : hn::Xor(x, hn::LoadU(d, b + i))));
    }
    return hn::GetLane(hn::SumOfLanes(d, sum)) + plain::countBits(a + i, b == nullptr ? b : b + i, n - i);
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(packWords);
HWY_EXPORT(unpackWords);
HWY_EXPORT(countWords);

void packSigns(const float* x, std::size_t n, std::uint64_t* words) {
    const std::size_t whole = usesPlain() ? 0 : n / 64;
    if (whole != 0) HWY_DYNAMIC_DISPATCH(packWords)(x, whole, words);
    plain::packSigns(x + whole * 64, n - whole * 64, words + whole);
}

void unpackSigns(const std::uint64_t* words, std::size_t n, float* x) {
    const std::size_t whole = usesPlain() ? 0 : n / 64;
    if (whole != 0) HWY_DYNAMIC_DISPATCH(unpackWords)(words, whole, x);
    plain::unpackSigns(words + whole, n - whole * 64, x + whole * 64);
}

std::uint64_t countBits(const std::uint64_t* a, const std::uint64_t* b, std::size_t n) {
    return usesPlain() ? plain::countBits(a, b, n) : HWY_DYNAMIC_DISPATCH(countWords)(a, b, n);
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
#endif
