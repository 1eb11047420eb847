// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/sign_tables.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"
#include "core/kernels/xnor.h"

#include <algorithm>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/sign_tables.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

void signTileLookup(const SignTile& tile);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

void signTileLookup(const SignTile& tile) { plain::signTile(tile); }

#else

namespace hn = hwy::HWY_NAMESPACE;

using DF = hn::ScalableTag<float>;
using DU = hn::RebindToUnsigned<DF>;
using VF = hn::Vec<DF>;
using VU = hn::Vec<DU>;
constexpr std::size_t lanes = hn::MaxLanes(DF());

// Four consecutive values of a row of A have 16 signed sums; the four bits of each output column select one. What a
// register holds of them depends on its length. In all forms the selected value is (t0 + t1) + (t2 + t3), because a sum
// of negated terms is exactly the negated sum.
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3

/// All 16 sums in one register.
constexpr std::size_t tileVectors = 4, tableSize = 16;
struct Table {
    VF sums;
    explicit HWY_INLINE Table(const float* p) : sums(hn::Load(DF(), p)) {}
};
struct Selector {
    VU index;
    explicit HWY_INLINE Selector(VU bits) : index(bits) {}
    HWY_INLINE VF from(const Table& t) const { return VF{_mm512_permutexvar_ps(index.raw, t.sums.raw)}; }
};
HWY_INLINE VU prepare(VU word) { return word; } // the lookup reads the low four bits only

#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2

/// The 8 sums in which the fourth term is positive; the other 8 are their negatives at the complementary index.
constexpr std::size_t tileVectors = 2, tableSize = 8;
struct Table {
    VF sums;
    explicit HWY_INLINE Table(const float* p) : sums(hn::Load(DF(), p)) {}
};
struct Selector {
    VU index, flip;
    explicit HWY_INLINE Selector(VU bits)
        : index(bits), flip(hn::And(hn::ShiftLeft<28>(bits), hn::Set(DU(), 0x80000000U))) {}
    HWY_INLINE VF from(const Table& t) const {
        return hn::Xor(VF{_mm256_permutevar8x32_ps(t.sums.raw, index.raw)}, hn::BitCast(DF(), flip));
    }
};
/// In each four bits: the lower three are inverted where the highest is 0; the highest becomes "negate".
HWY_INLINE VU prepare(VU word) {
    const VU negative = hn::AndNot(hn::ShiftRight<3>(word), hn::Set(DU(), 0x11111111U));
    const VU inverted = hn::Xor(word, hn::Sub(hn::ShiftLeft<3>(negative), negative));
    return hn::Xor(inverted, hn::Set(DU(), 0x88888888U));
}

#else

/// Two registers of four sums: of the first and of the last two terms.
constexpr std::size_t tileVectors = 2, tableSize = 8;
static_assert(lanes == 4);
struct Table {
    VF first, last;
    explicit HWY_INLINE Table(const float* p) : first(hn::Load(DF(), p)), last(hn::Load(DF(), p + 4)) {}
};
struct Selector {
    decltype(hn::IndicesFromVec(DF(), hn::Zero(DU()))) first, last;
    explicit HWY_INLINE Selector(VU bits)
        : first(hn::IndicesFromVec(DF(), hn::And(bits, hn::Set(DU(), 3)))),
          last(hn::IndicesFromVec(DF(), hn::And(hn::ShiftRight<2>(bits), hn::Set(DU(), 3)))) {}
    HWY_INLINE VF from(const Table& t) const {
        return hn::Add(hn::TableLookupLanes(t.first, first), hn::TableLookupLanes(t.last, last));
    }
};
HWY_INLINE VU prepare(VU word) { return word; }

#endif

constexpr std::size_t tileRows = 4;
constexpr std::size_t blockDepth = 256; // tables of four rows: 16 KiB, half of a small first-level cache
constexpr std::size_t blockGroups = blockDepth / 4;

/// value with the sign of `bit` in the lane's number: minus where the bit is 0.
HWY_INLINE VF signedBy(VU number, std::uint32_t bit, float value) {
    const DU d;
    const VU minus =
        hn::IfThenElse(hn::Eq(hn::And(number, hn::Set(d, bit)), hn::Zero(d)), hn::Set(d, 0x80000000U), hn::Zero(d));
    return hn::Xor(hn::Set(DF(), value), hn::BitCast(DF(), minus));
}

HWY_INLINE void makeTable(const float (&t)[4], float* out) {
    const DF d;
    const VU number = hn::Iota(DU(), 0);
    if constexpr (lanes >= 8) {
        const VF last = tableSize == 16 ? signedBy(number, 8, t[3]) : hn::Set(d, t[3]);
        hn::Store(hn::Add(hn::Add(signedBy(number, 1, t[0]), signedBy(number, 2, t[1])),
                          hn::Add(signedBy(number, 4, t[2]), last)),
                  d, out);
    } else {
        hn::Store(hn::Add(signedBy(number, 1, t[0]), signedBy(number, 2, t[1])), d, out);
        hn::Store(hn::Add(signedBy(number, 1, t[2]), signedBy(number, 2, t[3])), d, out + 4);
    }
}

/// Tables of R rows for the depth from `begin` to `end`: [group][row][tableSize].
template <std::size_t R>
void makeTables(const SignTile& tile, std::size_t row, std::size_t begin, std::size_t end, float* tables) {
    const float* a = tile.a + row * tile.rowStride;
    for (std::size_t k = begin; k < end; k += 4)
        for (std::size_t r = 0; r < R; ++r, tables += tableSize) {
            float t[4];
            for (std::size_t i = 0; i < 4; ++i)
                t[i] = HWY_LIKELY(k + i < end) ? a[r * tile.rowStride + (k + i) * tile.depthStride] : 0.0F;
            makeTable(t, tables);
        }
}

/// Adds the sums of `groups` groups to R rows of outputs.
/// @param s  words of the first group, of the first of these columns
template <std::size_t R>
HWY_INLINE void addSums(const float* HWY_RESTRICT tables, const std::uint32_t* HWY_RESTRICT s, std::size_t groups,
                        bool fromZero, float* c, std::size_t stride) {
    const DF d;
    VF sum[R][tileVectors];
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < tileVectors; ++v)
            sum[r][v] = fromZero ? hn::Zero(d) : hn::LoadU(d, c + r * stride + v * lanes);
    for (std::size_t first = 0; first < groups; first += 8, s += panelColumns) {
        VU bits[tileVectors];
        for (std::size_t v = 0; v < tileVectors; ++v)
            bits[v] = prepare(hn::Load(DU(), s + v * lanes));
        const std::size_t last = std::min(groups, first + 8);
        for (std::size_t g = first; g < last; ++g) {
            for (std::size_t v = 0; v < tileVectors; ++v) {
                const Selector selector(bits[v]);
                for (std::size_t r = 0; r < R; ++r)
                    sum[r][v] = hn::Add(sum[r][v], selector.from(Table(tables + (g * R + r) * tableSize)));
                bits[v] = hn::ShiftRight<4>(bits[v]);
            }
        }
    }
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < tileVectors; ++v)
            hn::StoreU(sum[r][v], d, c + r * stride + v * lanes);
}

template <std::size_t R>
void someRows(const SignTile& tile, std::size_t row) {
    alignas(64) float tables[blockGroups * R * tableSize];
    const std::size_t words = (tile.depth + 31) / 32;
    for (std::size_t begin = 0; begin < tile.depth; begin += blockDepth) {
        const std::size_t end = std::min(tile.depth, begin + blockDepth), groups = (end - begin + 3) / 4;
        const bool fromZero = begin == 0 && !tile.accumulate;
        makeTables<R>(tile, row, begin, end, tables);
        for (std::size_t col = 0; col < tile.cols; col += tileVectors * lanes) {
            const std::uint32_t* s =
                tile.s + (col / panelColumns * words + begin / 32) * panelColumns + col % panelColumns;
            float* c = tile.c + row * tile.cStride + col;
            if (HWY_LIKELY(col + tileVectors * lanes <= tile.cols)) {
                addSums<R>(tables, s, groups, fromZero, c, tile.cStride);
            } else {
                const std::size_t wanted = tile.cols - col;
                float whole[R][tileVectors * lanes] = {};
                for (std::size_t r = 0; r < R && !fromZero; ++r)
                    std::copy_n(c + r * tile.cStride, wanted, whole[r]);
                addSums<R>(tables, s, groups, fromZero, whole[0], tileVectors * lanes);
                for (std::size_t r = 0; r < R; ++r)
                    std::copy_n(whole[r], wanted, c + r * tile.cStride);
            }
        }
    }
}

void signTileLookup(const SignTile& tile) {
    if (tile.depth == 0) {
        for (std::size_t r = 0; r < tile.rows && !tile.accumulate; ++r)
            std::fill_n(tile.c + r * tile.cStride, tile.cols, 0.0F);
        return;
    }
    std::size_t row = 0;
    for (; row + tileRows <= tile.rows; row += tileRows)
        someRows<tileRows>(tile, row);
    switch (tile.rows - row) {
    case 3:
        someRows<3>(tile, row);
        break;
    case 2:
        someRows<2>(tile, row);
        break;
    case 1:
        someRows<1>(tile, row);
        break;
    default:
        break;
    }
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(signTileLookup);

void signTile(const SignTile& tile) {
    if (usesPlain())
        plain::signTile(tile);
    else
        HWY_DYNAMIC_DISPATCH(signTileLookup)(tile);
}

} // namespace orthant::kernels
#endif
