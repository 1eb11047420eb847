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

/// The sign that term `bit` has in the sum of the lane's number: minus where the bit is 0.
HWY_INLINE VF signOf(std::uint32_t bit) {
    const DU d;
    const auto minus = hn::Eq(hn::And(hn::Iota(d, 0), hn::Set(d, bit)), hn::Zero(d));
    return hn::IfThenElse(hn::RebindMask(DF(), minus), hn::Set(DF(), -1.0F), hn::Set(DF(), 1.0F));
}

/// (t0 + t1) + (t2 + t3) with all signs. A product with a sign is exact, so that multiplying and adding, fused or not, rounds
/// as an addition of the signed terms does.
HWY_INLINE void makeTable(float t0, float t1, float t2, float t3, float* out) {
    const DF d;
    const VF first = hn::MulAdd(signOf(2), hn::Set(d, t1), hn::Mul(signOf(1), hn::Set(d, t0)));
    if constexpr (lanes >= 8) {
        const VF fourth = tableSize == 16 ? hn::Mul(signOf(8), hn::Set(d, t3)) : hn::Set(d, t3);
        hn::Store(hn::Add(first, hn::MulAdd(signOf(4), hn::Set(d, t2), fourth)), d, out);
    } else {
        hn::Store(first, d, out);
        hn::Store(hn::MulAdd(signOf(2), hn::Set(d, t3), hn::Mul(signOf(1), hn::Set(d, t2))), d, out + 4);
    }
}

/// Tables of R rows for the depth from `begin` to `end`: [group][row][tableSize].
/// @param place  where number k of a row lies
template <std::size_t R, class Place>
HWY_INLINE void makeTables(const float* a, std::size_t rowStride, const Place& place, std::size_t begin, std::size_t end,
                           float* HWY_RESTRICT tables) {
    std::size_t k = begin;
    for (; k + 4 <= end; k += 4) {
        const float *p0 = a + place(k), *p1 = a + place(k + 1), *p2 = a + place(k + 2), *p3 = a + place(k + 3);
        for (std::size_t r = 0; r < R; ++r, tables += tableSize)
            makeTable(p0[r * rowStride], p1[r * rowStride], p2[r * rowStride], p3[r * rowStride], tables);
    }
    if (k == end) return;
    for (std::size_t r = 0; r < R; ++r, tables += tableSize) {
        const auto term = [&](std::size_t at) HWY_ATTR { return at < end ? a[place(at) + r * rowStride] : 0.0F; };
        makeTable(term(k), term(k + 1), term(k + 2), 0.0F, tables);
    }
}

/// Adds the sums of `groups` groups to R rows of V vectors of outputs.
/// @param s  words of the first group, of the first of these columns
template <std::size_t R, std::size_t V>
HWY_INLINE void addSums(const float* HWY_RESTRICT tables, const std::uint32_t* HWY_RESTRICT s, std::size_t groups,
                        bool fromZero, float* c, std::size_t stride) {
    const DF d;
    VF sum[R][V];
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v)
            sum[r][v] = fromZero ? hn::Zero(d) : hn::LoadU(d, c + r * stride + v * lanes);
    for (std::size_t first = 0; first < groups; first += 8, s += panelColumns) {
        VU bits[V];
        for (std::size_t v = 0; v < V; ++v)
            bits[v] = prepare(hn::Load(DU(), s + v * lanes));
        const std::size_t last = std::min(groups, first + 8);
        for (std::size_t g = first; g < last; ++g) {
            for (std::size_t v = 0; v < V; ++v) {
                const Selector selector(bits[v]);
                for (std::size_t r = 0; r < R; ++r)
                    sum[r][v] = hn::Add(sum[r][v], selector.from(Table(tables + (g * R + r) * tableSize)));
                bits[v] = hn::ShiftRight<4>(bits[v]);
            }
        }
    }
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v)
            hn::StoreU(sum[r][v], d, c + r * stride + v * lanes);
}

/// The same for `cols` outputs in each row, at most V vectors; fewer take no more vectors than they fill.
template <std::size_t R, std::size_t V>
void addColumns(const float* tables, const std::uint32_t* s, std::size_t groups, bool fromZero, float* c,
                std::size_t stride, std::size_t cols) {
    if constexpr (V > 1)
        if (cols <= (V - 1) * lanes) return addColumns<R, V - 1>(tables, s, groups, fromZero, c, stride, cols);
    if (HWY_LIKELY(cols == V * lanes)) return addSums<R, V>(tables, s, groups, fromZero, c, stride);
    float whole[R][V * lanes] = {};
    for (std::size_t r = 0; r < R && !fromZero; ++r)
        std::copy_n(c + r * stride, cols, whole[r]);
    addSums<R, V>(tables, s, groups, fromZero, whole[0], V * lanes);
    for (std::size_t r = 0; r < R; ++r)
        std::copy_n(whole[r], cols, c + r * stride);
}

template <std::size_t R>
void someRows(const SignTile& tile, std::size_t row) {
    alignas(64) float tables[blockGroups * R * tableSize];
    const std::size_t words = (tile.depth + 31) / 32;
    const float* a = tile.a + row * tile.rowStride;
    for (std::size_t begin = 0; begin < tile.depth; begin += blockDepth) {
        const std::size_t end = std::min(tile.depth, begin + blockDepth), groups = (end - begin + 3) / 4;
        if (tile.places != nullptr)
            makeTables<R>(a, tile.rowStride, [&](std::size_t k) HWY_ATTR { return tile.places[k]; }, begin, end, tables);
        else
            makeTables<R>(
                a, tile.rowStride, [&](std::size_t k) HWY_ATTR { return k * tile.depthStride; }, begin, end, tables);
        for (std::size_t col = 0; col < tile.cols; col += tileVectors * lanes)
            addColumns<R, tileVectors>(
                tables, tile.s + (col / panelColumns * words + begin / 32) * panelColumns + col % panelColumns, groups,
                begin == 0 && !tile.accumulate, tile.c + row * tile.cStride + col, tile.cStride,
                std::min(tileVectors * lanes, tile.cols - col));
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
