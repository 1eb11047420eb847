// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/products.h"

#include "core/base/parallel.h"
#include "core/kernels/bits.h"
#include "core/kernels/sign_tables.h"
#include "core/kernels/xnor.h"

#include <algorithm>
#include <cassert>

namespace orthant {

namespace {

using kernels::panelColumns;

std::size_t panelCount(std::size_t cols) { return (cols + panelColumns - 1) / panelColumns; }
std::size_t wordCount(std::size_t depth) { return (depth + 31) / 32; }

/// [panel][word][64] from rows that lie along the depth; columns past the end are zero.
void packPanels(const BitMatrix& b, AlignedVector<std::uint32_t>& panels) {
    const std::size_t words = wordCount(b.cols());
    panels.resize(panelCount(b.rows()) * words * panelColumns);
    parallelBlocks(panelCount(b.rows()), std::max<std::size_t>(1, 256 / std::max<std::size_t>(1, words)),
                   [&](std::size_t begin, std::size_t end) {
                       for (std::size_t panel = begin; panel < end; ++panel) {
                           std::uint32_t* out = panels.data() + panel * words * panelColumns;
                           const std::size_t first = panel * panelColumns;
                           const std::size_t cols = std::min(panelColumns, b.rows() - first);
                           for (std::size_t j = 0; j < panelColumns; ++j)
                               for (std::size_t w = 0; w < words; ++w)
                                   out[w * panelColumns + j] =
                                       j < cols ? static_cast<std::uint32_t>(b.row(first + j)[w / 2] >> (w % 2 * 32))
                                                : 0;
                       }
                   });
}

} // namespace

void BitPanels::pack(const BitMatrix& b) {
    rows_ = b.rows();
    depth_ = b.cols();
    packPanels(b, words_);
    maskWords_.clear();
    counts_.assign(panelCount(rows_) * panelColumns, static_cast<std::int32_t>(depth_));
}

void BitPanels::pack(const BitMatrix& b, const BitMatrix& mask) {
    assert(mask.rows() == b.rows() && mask.cols() == b.cols());
    pack(b);
    packPanels(mask, maskWords_);
    for (std::size_t r = 0; r < rows_; ++r)
        counts_[r] = static_cast<std::int32_t>(kernels::countBits(mask.row(r).data(), nullptr, mask.wordsPerRow()));
}

namespace {

/// Calls body(tile, row, col) for the tiles of the output that begin there; c and cStride are left to it.
template <class Body>
void forEachTile(const SignRows& a, const BitPanels& b, const Body& body) {
    assert(a.cols() == b.depth());
    const std::size_t m = a.rows(), n = b.rows(), words = wordCount(a.cols());
    const std::size_t wanted = m >= 512 ? 128 : 64, across = a.across();
    const std::size_t tileRows = across < wanted ? wanted / across * across : wanted; // whole lines of windows
    constexpr std::size_t tilePanels = 8;
    const std::size_t down = (m + tileRows - 1) / tileRows, wide = (panelCount(n) + tilePanels - 1) / tilePanels;
    parallelBlocks(down * wide, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            const std::size_t panel = t % wide * tilePanels, col = panel * panelColumns;
            kernels::XnorTile tile;
            tile.aStride = a.stride();
            tile.places = a.places();
            tile.b = b.words().data() + panel * words * panelColumns;
            tile.mask = b.masked() ? b.maskWords().data() + panel * words * panelColumns : nullptr;
            tile.counts = b.counts().data() + col;
            tile.words = words;
            tile.cols = std::min(tilePanels * panelColumns, n - col);
            const std::size_t last = std::min(m, (t / wide + 1) * tileRows);
            for (std::size_t row = t / wide * tileRows; row < last; row += tile.rows) {
                tile.a = a.row(row);
                tile.rows = std::min(last, (row / across + 1) * across) - row;
                body(tile, row, col);
            }
        }
    });
}

} // namespace

void xnorProduct(const SignRows& a, const BitPanels& b, std::span<std::int32_t> c) {
    assert(c.size() == a.rows() * b.rows());
    forEachTile(a, b, [&](kernels::XnorTile& tile, std::size_t row, std::size_t col) {
        tile.c = c.data() + row * b.rows() + col;
        tile.cStride = b.rows();
        kernels::xnorTile(tile);
    });
}

void xnorProduct(const SignRows& a, const BitPanels& b, MatrixView c) {
    assert(c.rows == a.rows() && c.cols == b.rows());
    forEachTile(a, b, [&](kernels::XnorTile& tile, std::size_t row, std::size_t col) {
        tile.floats = c.row(row) + col;
        tile.cStride = c.stride;
        kernels::xnorTile(tile);
    });
}

void SignTables::packColumns(const BitMatrix& sTransposed) {
    depth_ = sTransposed.cols();
    cols_ = sTransposed.rows();
    packPanels(sTransposed, words_);
}

void SignTables::packRows(const SignRows& s, std::size_t first, std::size_t depth) {
    assert(first + depth <= s.rows());
    depth_ = depth;
    cols_ = s.cols();
    const std::size_t words = wordCount(depth_), across = wordCount(cols_);
    words_.resize(panelCount(cols_) * words * panelColumns);
    const auto place = [&](std::size_t word) { return s.places() ? s.places()[word] : word; };
    parallelBlocks((depth_ + 63) / 64, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t block = begin; block < end; ++block) {
            const std::size_t k = block * 64, rows = std::min<std::size_t>(64, depth_ - k);
            const kernels::HalfWord* row[64];
            for (std::size_t r = 0; r < rows; ++r) row[r] = s.row(first + k + r);
            for (std::size_t panel = 0; panel < panelCount(cols_); ++panel) {
                std::uint64_t in[64] = {}, out[64];
                const bool two = 2 * panel + 1 < across;
                const std::size_t low = place(2 * panel), high = two ? place(2 * panel + 1) : 0;
                for (std::size_t r = 0; r < rows; ++r)
                    in[r] = row[r][low] | (two ? std::uint64_t{row[r][high]} << 32 : 0);
                kernels::transposeBits(in, out);
                std::uint32_t* into = words_.data() + (panel * words + k / 32) * panelColumns;
                for (std::size_t j = 0; j < panelColumns; ++j)
                    into[j] = static_cast<std::uint32_t>(out[j]);
                if (rows > 32)
                    for (std::size_t j = 0; j < panelColumns; ++j)
                        into[panelColumns + j] = static_cast<std::uint32_t>(out[j] >> 32);
            }
        }
    });
}

void signProduct(ConstMatrixView a, Transpose transposeA, const SignTables& s, MatrixView c, bool accumulate) {
    const bool turned = transposeA == Transpose::Yes;
    const std::size_t m = turned ? a.cols : a.rows;
    assert((turned ? a.rows : a.cols) == s.depth() && c.rows == m && c.cols == s.cols());
    // Rows of four share a pass over the signs; a task is some million multiply-adds.
    const std::size_t rowWork = std::max<std::size_t>(1, s.depth() * s.cols());
    const std::size_t grain = 4 * std::clamp<std::size_t>((std::size_t{1} << 18) / rowWork, 1, 64);
    parallelBlocks(m, grain, [&](std::size_t begin, std::size_t end) {
        kernels::SignTile tile;
        tile.a = a.data + begin * (turned ? 1 : a.stride);
        tile.rowStride = turned ? 1 : a.stride;
        tile.depthStride = turned ? a.stride : 1;
        tile.rows = end - begin;
        tile.depth = s.depth();
        tile.s = s.words().data();
        tile.cols = s.cols();
        tile.c = c.row(begin);
        tile.cStride = c.stride;
        tile.accumulate = accumulate;
        kernels::signTile(tile);
    });
}

void signProduct(const float* a, std::size_t rowStride, std::span<const std::size_t> places, const SignTables& s,
                 MatrixView c) {
    assert(places.size() == s.depth() && c.cols == s.cols());
    kernels::SignTile tile;
    tile.a = a;
    tile.rowStride = rowStride;
    tile.places = places.data();
    tile.rows = c.rows;
    tile.depth = s.depth();
    tile.s = s.words().data();
    tile.cols = s.cols();
    tile.c = c.data;
    tile.cStride = c.stride;
    kernels::signTile(tile);
}

} // namespace orthant
