// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/xnor.h"

#include "core/base/aligned_vector.h"
#include "core/kernels/plain.h"
#include "core/kernels/target.h"

#include <algorithm>
#include <bit>
#include <vector>

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

// One output in each lane: a word of A, the same in all lanes, meets the words of as many columns as a vector has
// lanes, so that nothing is added across lanes.
using D32 = hn::ScalableTag<std::uint32_t>;
using V32 = hn::Vec<D32>;
constexpr std::size_t lanes = hn::MaxLanes(D32());

// 16 accumulators where there are 32 registers; larger tiles spill.
constexpr std::size_t tileRows = 4, tileVectors = HWY_TARGET <= HWY_AVX3 ? 4 : 2;

/// Whether an instruction counts the bits of 32-bit lanes, and whether at least bytes have one.
#define ORTHANT_COUNTS_WORDS (HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3_DL)
#define ORTHANT_COUNTS_BYTES (ORTHANT_COUNTS_WORDS || !HWY_ARCH_X86)

/// Counts of differing bits, summed over words of K.
#if ORTHANT_COUNTS_WORDS
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

HWY_INLINE void storeSum(hn::Vec<hn::RebindToSigned<D32>> sum, std::int32_t* c) {
    hn::StoreU(sum, hn::RebindToSigned<D32>(), c);
}
HWY_INLINE void storeSum(hn::Vec<hn::RebindToSigned<D32>> sum, float* c) {
    const hn::RebindToFloat<D32> d;
    hn::StoreU(hn::ConvertTo(d, sum), d, c);
}

template <std::size_t R, std::size_t V, class Output>
HWY_INLINE void store(const Counter (&count)[R][V], const std::int32_t* lengths, Output* c, std::size_t stride) {
    const hn::RebindToSigned<D32> d;
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v) {
            const auto different = hn::BitCast(d, count[r][v].sum);
            const auto length = hn::LoadU(d, lengths + v * lanes);
            storeSum(hn::Sub(length, hn::Add(different, different)), c + r * stride + v * lanes);
        }
}

/// R rows against V vectors of columns, from `col` on.
template <std::size_t R, std::size_t V, bool Masked, bool Placed, class Output>
HWY_INLINE void block(const XnorTile& tile, Output* outputs, std::size_t row, std::size_t col) {
    const D32 d;
    const HalfWord* HWY_RESTRICT a = tile.a + row * tile.aStride;
    const std::size_t offset = col / panelColumns * tile.words * panelColumns + col % panelColumns;
    const std::uint32_t* HWY_RESTRICT b = tile.b + offset;
    const std::uint32_t* HWY_RESTRICT mask = Masked ? tile.mask + offset : nullptr;

    Output* c = outputs + row * tile.cStride + col;
    // The outputs are on their way from memory while the counting goes on.
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t v = 0; v < V; ++v)
            __builtin_prefetch(c + r * tile.cStride + v * lanes, 1);

    Counter count[R][V];
    for (std::size_t first = 0; first < tile.words; first += std::min(Counter::wordsPerFlush, tile.words)) {
        const std::size_t last = first + std::min(Counter::wordsPerFlush, tile.words - first);
        for (std::size_t w = first; w < last; ++w) {
            V32 left[R];
            for (std::size_t r = 0; r < R; ++r)
                left[r] = hn::Set(d, a[r * tile.aStride + (Placed ? tile.places[w] : w)]);
            for (std::size_t v = 0; v < V; ++v) {
                const V32 right = hn::LoadU(d, b + w * panelColumns + v * lanes);
                if constexpr (Masked) {
                    const V32 kept = hn::LoadU(d, mask + w * panelColumns + v * lanes);
                    for (std::size_t r = 0; r < R; ++r)
                        count[r][v].add(hn::And(hn::Xor(left[r], right), kept));
                } else {
                    for (std::size_t r = 0; r < R; ++r)
                        count[r][v].add(hn::Xor(left[r], right));
                }
            }
        }
        for (std::size_t r = 0; r < R; ++r)
            for (std::size_t v = 0; v < V; ++v)
                count[r][v].flush();
    }

    if (HWY_LIKELY(col + V * lanes <= tile.cols)) {
        store<R, V>(count, tile.counts + col, c, tile.cStride);
    } else if (col < tile.cols) {
        Output whole[R][V * lanes];
        store<R, V>(count, tile.counts + col, whole[0], V * lanes);
        for (std::size_t r = 0; r < R; ++r)
            std::copy_n(whole[r], tile.cols - col, c + r * tile.cStride);
    }
}

template <std::size_t R, bool Masked, bool Placed, class Output>
HWY_INLINE void rows(const XnorTile& tile, Output* outputs, std::size_t row, std::size_t panel) {
    constexpr std::size_t vectors = R == 1 ? 4 : tileVectors;
    for (std::size_t v = 0; v < panelColumns; v += vectors * lanes)
        block<R, vectors, Masked, Placed>(tile, outputs, row, panel + v);
}

template <bool Masked, bool Placed, class Output>
void panels(const XnorTile& tile, Output* outputs) {
    for (std::size_t panel = 0; panel < tile.cols; panel += panelColumns) {
        std::size_t row = 0;
        for (; row + tileRows <= tile.rows; row += tileRows)
            rows<tileRows, Masked, Placed>(tile, outputs, row, panel);
        switch (tile.rows - row) {
        case 3:
            rows<3, Masked, Placed>(tile, outputs, row, panel);
            break;
        case 2:
            rows<2, Masked, Placed>(tile, outputs, row, panel);
            break;
        case 1:
            rows<1, Masked, Placed>(tile, outputs, row, panel);
            break;
        default:
            break;
        }
    }
}

template <bool Masked, bool Placed>
void panels(const XnorTile& tile) {
    if (tile.floats != nullptr) panels<Masked, Placed>(tile, tile.floats);
    else panels<Masked, Placed>(tile, tile.c);
}

#if !ORTHANT_COUNTS_BYTES

// Without any count: four bits of a row of A choose one of 16 tables of 16 bytes, which says how many of them differ
// from each four bits of B. So a lookup and an addition do what takes five instructions by counting, for as many
// columns as a vector has bytes.

using D8 = hn::Repartition<std::uint8_t, D32>;
using D16 = hn::Repartition<std::uint16_t, D32>;
using V8 = hn::Vec<D8>;
constexpr std::size_t byteVectors = panelColumns / hn::MaxLanes(D8()) < 2 ? 1 : 2;
constexpr std::size_t byteColumns = byteVectors * hn::MaxLanes(D8());
constexpr std::size_t depthLimit = 65535 / 32; ///< words whose counts fit 16 bits
constexpr std::size_t bytesPerFlush = 31;      ///< counts of 8 bits each that fit a byte

/// differences[a * 16 + b] = popcount(a xor b)
struct Differences {
    alignas(64) std::uint8_t table[256];
    Differences() {
        for (unsigned i = 0; i < 256; ++i)
            table[i] = static_cast<std::uint8_t>(std::popcount((i >> 4) ^ (i & 15U)));
    }
};

/// The words of one panel as bytes, [byte along K][64 columns]: 16 words at a time, as a 4 x 4 matrix of words whose
/// bytes were sorted before.
void splitPanel(const std::uint32_t* HWY_RESTRICT words, std::size_t count, std::uint8_t* HWY_RESTRICT bytes) {
    const hn::FixedTag<std::uint32_t, 4> d32;
    const hn::FixedTag<std::uint64_t, 2> d64;
    const hn::FixedTag<std::uint8_t, 16> d8;
    alignas(16) static constexpr std::uint8_t order[16] = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};
    const auto sorted = hn::Load(d8, order);
    for (std::size_t w = 0; w < count; ++w, words += panelColumns, bytes += 4 * panelColumns)
        for (std::size_t j = 0; j < panelColumns; j += 16) {
            const auto part = [&](std::size_t i) HWY_ATTR {
                return hn::BitCast(d32,
                                   hn::TableLookupBytes(hn::BitCast(d8, hn::LoadU(d32, words + j + 4 * i)), sorted));
            };
            const auto a = part(0), b = part(1), c = part(2), d = part(3);
            const auto low = hn::BitCast(d64, hn::InterleaveLower(d32, a, b)),
                       high = hn::BitCast(d64, hn::InterleaveUpper(d32, a, b));
            const auto low2 = hn::BitCast(d64, hn::InterleaveLower(d32, c, d)),
                       high2 = hn::BitCast(d64, hn::InterleaveUpper(d32, c, d));
            hn::StoreU(hn::BitCast(d8, hn::InterleaveLower(d64, low, low2)), d8, bytes + j);
            hn::StoreU(hn::BitCast(d8, hn::InterleaveUpper(d64, low, low2)), d8, bytes + panelColumns + j);
            hn::StoreU(hn::BitCast(d8, hn::InterleaveLower(d64, high, high2)), d8, bytes + 2 * panelColumns + j);
            hn::StoreU(hn::BitCast(d8, hn::InterleaveUpper(d64, high, high2)), d8, bytes + 3 * panelColumns + j);
        }
}

/// For each four bits along a row, the place of their table.
void placeTables(const XnorTile& tile, std::size_t row, std::uint8_t* HWY_RESTRICT tables) {
    for (std::size_t w = 0; w < tile.words; ++w) {
        const std::uint32_t word = tile.a[row * tile.aStride + (tile.places != nullptr ? tile.places[w] : w)];
        for (unsigned bit = 0; bit < 32; bit += 4)
            *tables++ = static_cast<std::uint8_t>((word >> bit & 15U) << 4);
    }
}

/// a + b, now: without this the compiler adds in another order, for which the registers do not suffice.
HWY_INLINE V8 addInOrder(V8 a, V8 b) {
    auto sum = hn::Add(a, b).raw;
#if HWY_TARGET <= HWY_AVX3
    asm("" : "+v"(sum));
#else
    asm("" : "+x"(sum));
#endif
    return V8{sum};
}

/// R rows against byteColumns columns from `col` on.
template <std::size_t R, class Output>
HWY_INLINE void nibbleBlock(const XnorTile& tile, Output* outputs, const std::uint8_t* HWY_RESTRICT differences,
                            const std::uint8_t* HWY_RESTRICT places, const std::uint8_t* HWY_RESTRICT bytes,
                            std::size_t row, std::size_t col) {
    const D8 d;
    const D16 d16;
    const V8 low = hn::Set(d, 15);
    for (std::size_t r = 0; r < R; ++r)
        for (std::size_t j = 0; j < byteColumns; j += 16)
            __builtin_prefetch(outputs + (row + r) * tile.cStride + col + j, 1);
    alignas(64) std::uint16_t total[R][byteColumns] = {};
    const std::size_t count = tile.words * 4;
    for (std::size_t first = 0; first < count; first += bytesPerFlush) {
        V8 sum[R][byteVectors];
        for (std::size_t r = 0; r < R; ++r)
            for (std::size_t v = 0; v < byteVectors; ++v)
                sum[r][v] = hn::Zero(d);
        const std::size_t last = std::min(count, first + bytesPerFlush);
        for (std::size_t i = first; i < last; ++i) {
            // First the lower, then the upper four bits: both at once need more than 16 registers.
            for (std::size_t half = 0; half < 2; ++half) {
                V8 bits[byteVectors];
                for (std::size_t v = 0; v < byteVectors; ++v) {
                    const V8 both = hn::LoadU(d, bytes + i * panelColumns + v * hn::Lanes(d));
                    bits[v] =
                        hn::And(half == 0 ? both : hn::BitCast(d, hn::ShiftRight<4>(hn::BitCast(d16, both))), low);
                }
                for (std::size_t r = 0; r < R; ++r) {
                    const V8 table = hn::LoadDup128(d, differences + places[r * tile.words * 8 + 2 * i + half]);
                    for (std::size_t v = 0; v < byteVectors; ++v)
                        sum[r][v] = addInOrder(sum[r][v], hn::TableLookupBytes(table, bits[v]));
                }
            }
        }
        for (std::size_t r = 0; r < R; ++r)
            for (std::size_t v = 0; v < byteVectors; ++v) {
                std::uint16_t* into = total[r] + v * hn::Lanes(d);
                const auto lower = hn::PromoteTo(d16, hn::LowerHalf(sum[r][v]));
                const auto upper = hn::PromoteTo(d16, hn::UpperHalf(hn::Half<D8>(), sum[r][v]));
                hn::Store(hn::Add(hn::Load(d16, into), lower), d16, into);
                hn::Store(hn::Add(hn::Load(d16, into + hn::Lanes(d16)), upper), d16, into + hn::Lanes(d16));
            }
    }
    const std::size_t wanted = std::min(byteColumns, tile.cols - col);
    for (std::size_t r = 0; r < R; ++r) {
        Output* c = outputs + (row + r) * tile.cStride + col;
        for (std::size_t j = 0; j < wanted; ++j)
            c[j] = static_cast<Output>(tile.counts[col + j] - 2 * total[r][j]);
    }
}

template <std::size_t R>
void nibbleRows(const XnorTile& tile, const std::uint8_t* differences, const std::uint8_t* places,
                const std::uint8_t* bytes, std::size_t row, std::size_t panel) {
    for (std::size_t col = panel; col < std::min(panel + panelColumns, tile.cols); col += byteColumns)
        if (tile.floats != nullptr)
            nibbleBlock<R>(tile, tile.floats, differences, places, bytes + col % panelColumns, row, col);
        else
            nibbleBlock<R>(tile, tile.c, differences, places, bytes + col % panelColumns, row, col);
}

void nibblePanels(const XnorTile& tile) {
    static const Differences differences;
    const std::size_t whole = tile.rows / tileRows * tileRows;
    std::vector<std::uint8_t> places(tile.rows * tile.words * 8);
    AlignedVector<std::uint8_t> bytes(tile.words * 4 * panelColumns);
    const auto placesOf = [&](std::size_t row) { return places.data() + row * tile.words * 8; };
    for (std::size_t row = 0; row < tile.rows; ++row)
        placeTables(tile, row, placesOf(row));
    for (std::size_t panel = 0; panel < tile.cols; panel += panelColumns) {
        splitPanel(tile.b + panel * tile.words, tile.words, bytes.data());
        for (std::size_t row = 0; row < whole; row += tileRows)
            nibbleRows<tileRows>(tile, differences.table, placesOf(row), bytes.data(), row, panel);
        for (std::size_t row = whole; row < tile.rows; ++row)
            nibbleRows<1>(tile, differences.table, placesOf(row), bytes.data(), row, panel);
    }
}

#endif

void xnorTileLanes(const XnorTile& tile) {
#if !ORTHANT_COUNTS_BYTES
    // A few rows do not pay for taking the words of B apart.
    if (tile.mask == nullptr && tile.rows >= 2 * tileRows && tile.words <= depthLimit) return nibblePanels(tile);
#endif
    const bool placed = tile.places != nullptr;
    if (tile.mask != nullptr)
        placed ? panels<true, true>(tile) : panels<true, false>(tile);
    else
        placed ? panels<false, true>(tile) : panels<false, false>(tile);
}

#undef ORTHANT_COUNTS_WORDS
#undef ORTHANT_COUNTS_BYTES
#endif

} // namespace orthant::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace orthant::kernels {

HWY_EXPORT(xnorTileLanes);

void xnorTile(const XnorTile& tile) {
    if (usesPlain())
        plain::xnorTile(tile);
    else
        HWY_DYNAMIC_DISPATCH(xnorTileLanes)(tile);
}

} // namespace orthant::kernels
#endif
