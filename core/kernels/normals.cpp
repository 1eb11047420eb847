// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/normals.h"

#include "core/kernels/normal_constants.h"
#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include <algorithm>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/normals.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

/// `count` tiles of 64 values, from the given one on.
void normalTiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

void normalTiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x) {
    plain::normalTiles(rng, scale, tile, count, x);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using DF = hn::CappedTag<float, 16>;
using DI = hn::RebindToSigned<DF>;
using DU = hn::RebindToUnsigned<DF>;
using DW = hn::RepartitionToWide<DU>;
using VF = hn::Vec<DF>;
using VI = hn::Vec<DI>;
using VU = hn::Vec<DU>;
using VW = hn::Vec<DW>;
constexpr std::size_t lanes = hn::MaxLanes(DF());
static_assert(16 % lanes == 0);

/// Philox on half as many counters as a vector has lanes, each word in the lower half of 64 bits. What is in the upper
/// half does not matter: the multiplication reads the lower one only, and leaves its two halves where the next round
/// wants them.
struct Counters {
    VW word[4];
};

HWY_INLINE void round(Counters& c, VW key0, VW key1) {
    const VW product0 = hn::MulEven(hn::BitCast(DU(), c.word[0]), hn::Set(DU(), philox::multiplier0));
    const VW product1 = hn::MulEven(hn::BitCast(DU(), c.word[2]), hn::Set(DU(), philox::multiplier1));
    c.word[0] = hn::Xor3(hn::ShiftRight<32>(product1), c.word[1], key0);
    c.word[1] = product1;
    c.word[2] = hn::Xor3(hn::ShiftRight<32>(product0), c.word[3], key1);
    c.word[3] = product0;
}

/// 32 random bits for each lane, in the order of the lanes, from the blocks of even and of odd lanes.
HWY_INLINE VU joined(VW even, VW odd) {
    return hn::OddEven(hn::BitCast(DU(), hn::ShiftLeft<32>(odd)), hn::BitCast(DU(), even));
}

/// sqrt(-2 log u) for u = (w + 1/2) / 2^32. The steps are those of plain.cpp.
HWY_INLINE VF radius(VU bits) {
    const DF d;
    const DI di;
    const VF signedPart =
        hn::Add(hn::Mul(hn::ConvertTo(d, hn::BitCast(di, bits)), hn::Set(d, 0x1p-32F)), hn::Set(d, 0x1p-33F));
    const VF u = hn::IfThenElse(hn::Lt(signedPart, hn::Zero(d)), hn::Add(signedPart, hn::Set(d, 1.0F)), signedPart);
    const VI exponent = hn::ShiftRight<23>(hn::Sub(hn::BitCast(di, u), hn::Set(di, box_muller::rootOfHalf)));
    const VF mantissa = hn::BitCast(d, hn::Sub(hn::BitCast(di, u), hn::ShiftLeft<23>(exponent)));
    const VF f = hn::IfThenElse(hn::RebindMask(d, hn::Eq(exponent, hn::Zero(di))), signedPart,
                                hn::Sub(mantissa, hn::Set(d, 1.0F)));
    VF sum = hn::Set(d, box_muller::logarithm[8]);
    for (std::size_t i = 8; i-- > 0;)
        sum = hn::Add(hn::Mul(sum, f), hn::Set(d, box_muller::logarithm[i]));
    return hn::Sqrt(
        hn::Add(hn::Mul(hn::ConvertTo(d, exponent), hn::Set(d, box_muller::logarithmOfTwo)), hn::Mul(f, sum)));
}

/// Two normal values for each lane.
HWY_INLINE void boxMuller(VU radiusBits, VU angleBits, VF scale, float* first, float* second) {
    const DF d;
    const DU du;
    const VF r = hn::Mul(radius(radiusBits), scale);
    const VI eighth = hn::BitCast(DI(), hn::Or(hn::ShiftLeft<2>(angleBits), hn::Set(du, 2)));
    const VF x = hn::Mul(hn::ConvertTo(d, eighth), hn::Set(d, box_muller::angleUnit)), y = hn::Mul(x, x);
    VF sine = hn::Set(d, box_muller::sine[3]), cosine = hn::Set(d, box_muller::cosine[3]);
    for (std::size_t i = 3; i-- > 0;) {
        sine = hn::Add(hn::Mul(sine, y), hn::Set(d, box_muller::sine[i]));
        cosine = hn::Add(hn::Mul(cosine, y), hn::Set(d, box_muller::cosine[i]));
    }
    const VF flip = hn::BitCast(d, hn::And(angleBits, hn::Set(du, 0x80000000U)));
    const VF along = hn::Mul(r, hn::Xor(cosine, flip)), across = hn::Mul(r, hn::Mul(x, sine));
    const auto swap = hn::RebindMask(d, hn::TestBit(angleBits, hn::Set(du, 0x40000000U)));
    hn::StoreU(hn::IfThenElse(swap, across, along), d, first);
    hn::StoreU(hn::IfThenElse(swap, along, across), d, second);
}

void normalTiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x) {
    const DW d;
    VW key0[philox::rounds], key1[philox::rounds];
    for (std::uint32_t i = 0; i < philox::rounds; ++i) {
        key0[i] = hn::Set(d, static_cast<std::uint32_t>(rng.seed()) + i * philox::step0);
        key1[i] = hn::Set(d, static_cast<std::uint32_t>(rng.seed() >> 32) + i * philox::step1);
    }
    const VW stream0 = hn::Set(d, rng.stream()), stream1 = hn::Set(d, rng.stream() >> 32);
    const VF scales = hn::Set(DF(), scale);
    const VW places = hn::Add(hn::Iota(d, 0), hn::Iota(d, 0)); // 0, 2, 4, ...
    for (std::size_t t = 0; t < count; ++t, x += 64) {
        for (std::size_t lane = 0; lane < 16; lane += lanes) {
            const std::uint64_t block = 16 * (tile + t) + lane;
            const VW index = hn::Add(hn::Set(d, block), places), high = hn::Set(d, block >> 32);
            Counters even{{index, high, stream0, stream1}},
                odd{{hn::Add(index, hn::Set(d, 1)), high, stream0, stream1}};
            for (std::size_t i = 0; i < philox::rounds; ++i) {
                round(even, key0[i], key1[i]);
                round(odd, key0[i], key1[i]);
            }
            VU word[4];
            for (std::size_t i = 0; i < 4; ++i)
                word[i] = joined(even.word[i], odd.word[i]);
            boxMuller(word[0], word[1], scales, x + lane, x + 16 + lane);
            boxMuller(word[2], word[3], scales, x + 32 + lane, x + 48 + lane);
        }
    }
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(normalTiles);

namespace {

constexpr std::size_t tileSize = 64;

void tiles(const Rng& rng, float scale, std::uint64_t tile, std::size_t count, float* x) {
    if (usesPlain())
        plain::normalTiles(rng, scale, tile, count, x);
    else
        HWY_DYNAMIC_DISPATCH(normalTiles)(rng, scale, tile, count, x);
}

} // namespace
} // namespace orthant::kernels

namespace orthant {

void fillNormal(const Rng& rng, float scale, std::span<float> x, std::uint64_t first) {
    using kernels::tileSize;
    /// The part of a tile that lies in x.
    const auto part = [&](std::uint64_t tile, std::size_t from, std::span<float> wanted) {
        float whole[tileSize];
        kernels::tiles(rng, scale, tile, 1, whole);
        std::copy_n(whole + from, wanted.size(), wanted.begin());
    };
    std::uint64_t tile = first / tileSize;
    if (const auto from = static_cast<std::size_t>(first % tileSize); from != 0) {
        const std::size_t length = std::min(x.size(), tileSize - from);
        part(tile++, from, x.first(length));
        x = x.subspan(length);
    }
    const std::size_t whole = x.size() / tileSize;
    if (whole > 0) kernels::tiles(rng, scale, tile, whole, x.data());
    x = x.subspan(whole * tileSize);
    if (!x.empty()) part(tile + whole, 0, x);
}

} // namespace orthant
#endif
