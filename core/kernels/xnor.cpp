// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/xnor.h"

#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include <algorithm>
#include <cstring>

#include "core/kernels/highway.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/xnor.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace orthant::kernels::HWY_NAMESPACE {

void xnorTileLanes(const XnorTile& tile);

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

void xnorTileLanes(const XnorTile& tile) { plain::xnorTile(tile); }

#else

namespace hn = hwy::HWY_NAMESPACE;

// One output in each lane: a word of A, the same in all lanes, meets the words of as many columns as a vector has lanes,
// so that nothing is added across lanes.
using D32 = hn::ScalableTag<std::uint32_t>;
using V32 = hn::Vec<D32>;
constexpr std::size_t lanes = hn::MaxLanes(D32());

// 16 accumulators where there are 32 registers; larger tiles spill.
constexpr std::size_t tileRows = 4, tileVectors = HWY_TARGET <= HWY_AVX3 ? 4 : 2;

/// Counts of differing bits, summed over words of K.
#if HWY_TARGET <= HWY_AVX3_DL
struct Counter {
    V32 sum;
    HWY_INLINE Counter() : sum(hn::Zero(D32())) {}
    HWY_INLINE void add(V32 bits) { sum = hn::Add(sum, hn::PopulationCount(bits)); }
    HWY_INLINE void flush() {}
    static constexpr std::size_t wordsPerFlush = ~std::size_t{0};
};
#else
/// Without a count of 32-bit lanes: counts of bytes (at most 8 for each word) are kept in bytes while they fit.
struct Counter {
    using D8 = hn::Repartition<std::uint8_t, D32>;
    V32 sum;
    hn::Vec<D8> bytes;
    HWY_INLINE Counter() : sum(hn::Zero(D32())), bytes(hn::Zero(D8())) {}
    HWY_INLINE void add(V32 bits) { bytes = hn::Add(bytes, hn::PopulationCount(hn::BitCast(D8(), bits))); }
    HWY_INLINE void flush() {
        const D32 d;
        const V32 x = hn::BitCast(d, bytes), pairs = hn::Set(d, 0x00FF00FFU);
        const V32 halves = hn::Add(hn::And(x, pairs), hn::And(hn::ShiftRight<8>(x), pairs));
        sum = hn::Add(sum, hn::Add(hn::And(halves, hn::Set(d, 0xFFFFU)), hn::ShiftRight<16>(halves)));
        bytes = hn::Zero(D8());
    }
    static constexpr std::size_t wordsPerFlush = 31;
};
#endif

template <std::size_t R, std::size_t V>
HWY_INLINE void store(const Counter (&count)[R][V], const std::int32_t* lengths, std::int32_t* c, std::size_t stride) {
    const hn::RebindToSigned<D32> d;
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v) {
            const auto different = hn::BitCast(d, count[r][v].sum);
            const auto length = hn::LoadU(d, lengths + v * lanes);
            hn::StoreU(hn::Sub(length, hn::Add(different, different)), d, c + r * stride + v * lanes);
        }
}

/// R rows against V vectors of columns, from `col` on.
template <std::size_t R, std::size_t V, bool Masked>
HWY_INLINE void block(const XnorTile& tile, std::size_t row, std::size_t col) {
    const D32 d;
    const HalfWord* HWY_RESTRICT a = tile.a + row * tile.aStride;
    const std::size_t offset = col / panelColumns * tile.words * panelColumns + col % panelColumns;
    const std::uint32_t* HWY_RESTRICT b = tile.b + offset;
    const std::uint32_t* HWY_RESTRICT mask = Masked ? tile.mask + offset : nullptr;

    std::int32_t* c = tile.c + row * tile.cStride + col;
    // The outputs are on their way from memory while the counting goes on.
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v) __builtin_prefetch(c + r * tile.cStride + v * lanes, 1);

    Counter count[R][V];
    for (std::size_t first = 0; first < tile.words; first += std::min(Counter::wordsPerFlush, tile.words)) {
        const std::size_t last = first + std::min(Counter::wordsPerFlush, tile.words - first);
        for (std::size_t w = first; w < last; ++w) {
            V32 left[R];
            for (std::size_t r = 0; r < R; ++r) left[r] = hn::Set(d, a[r * tile.aStride + w]);
            for (std::size_t v = 0; v < V; ++v) {
                const V32 right = hn::LoadU(d, b + w * panelColumns + v * lanes);
                if constexpr (Masked) {
                    const V32 kept = hn::LoadU(d, mask + w * panelColumns + v * lanes);
                    for (std::size_t r = 0; r < R; ++r) count[r][v].add(hn::And(hn::Xor(left[r], right), kept));
                } else {
                    for (std::size_t r = 0; r < R; ++r) count[r][v].add(hn::Xor(left[r], right));
                }
            }
        }
        for (std::size_t r = 0; r < R; ++r)
            for (std::size_t v = 0; v < V; ++v) count[r][v].flush();
    }

    if (HWY_LIKELY(col + V * lanes <= tile.cols)) {
        store<R, V>(count, tile.counts + col, c, tile.cStride);
    } else if (col < tile.cols) {
        std::int32_t whole[R][V * lanes];
        store<R, V>(count, tile.counts + col, whole[0], V * lanes);
        for (std::size_t r = 0; r < R; ++r) std::copy_n(whole[r], tile.cols - col, c + r * tile.cStride);
    }
}

template <std::size_t R, bool Masked>
HWY_INLINE void rows(const XnorTile& tile, std::size_t row, std::size_t panel) {
    constexpr std::size_t vectors = R == 1 ? 4 : tileVectors;
    for (std::size_t v = 0; v < panelColumns; v += vectors * lanes) block<R, vectors, Masked>(tile, row, panel + v);
}

template <bool Masked>
void panels(const XnorTile& tile) {
    for (std::size_t panel = 0; panel < tile.cols; panel += panelColumns) {
        std::size_t row = 0;
        for (; row + tileRows <= tile.rows; row += tileRows) rows<tileRows, Masked>(tile, row, panel);
        switch (tile.rows - row) {
        case 3: rows<3, Masked>(tile, row, panel); break;
        case 2: rows<2, Masked>(tile, row, panel); break;
        case 1: rows<1, Masked>(tile, row, panel); break;
        default: break;
        }
    }
}

void xnorTileLanes(const XnorTile& tile) {
    if (tile.mask != nullptr) panels<true>(tile);
    else panels<false>(tile);
}

#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(xnorTileLanes);

void xnorTile(const XnorTile& tile) {
    if (usesPlain()) plain::xnorTile(tile);
    else HWY_DYNAMIC_DISPATCH(xnorTileLanes)(tile);
}

} // namespace orthant::kernels
#endif
