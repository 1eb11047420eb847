// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bits/products.h"

#include "core/base/parallel.h"
#include "core/kernels/bits.h"
#include "core/kernels/sign_tables.h"
#include "core/kernels/xnor.h"

#include <algorithm>
#include <cassert>
#include <memory>

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
void forEachTile(const BitMatrix& a, const BitPanels& b, const Body& body) {
    assert(a.cols() == b.depth());
    const std::size_t m = a.rows(), n = b.rows(), words = wordCount(a.cols());
    const std::size_t tileRows = m >= 512 ? 128 : 64;
    constexpr std::size_t tilePanels = 8;
    const std::size_t down = (m + tileRows - 1) / tileRows, across = (panelCount(n) + tilePanels - 1) / tilePanels;
    parallelBlocks(down * across, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            const std::size_t row = t / across * tileRows, panel = t % across * tilePanels, col = panel * panelColumns;
            kernels::XnorTile tile;
            tile.a = reinterpret_cast<const kernels::HalfWord*>(a.words().data()) + row * 2 * a.wordsPerRow();
            tile.aStride = 2 * a.wordsPerRow();
            tile.rows = std::min(tileRows, m - row);
            tile.b = b.words().data() + panel * words * panelColumns;
            tile.mask = b.masked() ? b.maskWords().data() + panel * words * panelColumns : nullptr;
            tile.counts = b.counts().data() + col;
            tile.words = words;
            tile.cols = std::min(tilePanels * panelColumns, n - col);
            body(tile, row, col);
        }
    });
}

} // namespace

void xnorProduct(const BitMatrix& a, const BitPanels& b, std::span<std::int32_t> c) {
    assert(c.size() == a.rows() * b.rows());
    forEachTile(a, b, [&](kernels::XnorTile& tile, std::size_t row, std::size_t col) {
        tile.c = c.data() + row * b.rows() + col;
        tile.cStride = b.rows();
        kernels::xnorTile(tile);
    });
}

void xnorProduct(const BitMatrix& a, const BitPanels& b, MatrixView c) {
    assert(c.rows == a.rows() && c.cols == b.rows());
    forEachTile(a, b, [&](kernels::XnorTile& tile, std::size_t row, std::size_t col) {
        const auto sums = std::make_unique_for_overwrite<std::int32_t[]>(tile.rows * tile.cols);
        tile.c = sums.get();
        tile.cStride = tile.cols;
        kernels::xnorTile(tile);
        for (std::size_t r = 0; r < tile.rows; ++r) {
            const std::int32_t* from = sums.get() + r * tile.cols;
            float* into = c.row(row + r) + col;
            for (std::size_t j = 0; j < tile.cols; ++j) into[j] = static_cast<float>(from[j]);
        }
    });
}

void SignTables::packColumns(const BitMatrix& sTransposed) {
    depth_ = sTransposed.cols();
    cols_ = sTransposed.rows();
    packPanels(sTransposed, words_);
}

void SignTables::packRows(const BitMatrix& s, std::size_t first, std::size_t depth) {
    assert(first + depth <= s.rows());
    depth_ = depth;
    cols_ = s.cols();
    const std::size_t words = wordCount(depth_), blocks = (depth_ + 63) / 64;
    words_.resize(panelCount(cols_) * words * panelColumns);
    parallelBlocks(panelCount(cols_) * blocks, 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t block = begin; block < end; ++block) {
            const std::size_t panel = block / blocks, k = block % blocks * 64;
            std::uint64_t in[64] = {}, out[64];
            for (std::size_t r = 0; r < 64 && k + r < depth_; ++r)
                in[r] = s.row(first + k + r)[panel];
            kernels::transposeBits(in, out);
            std::uint32_t* low = words_.data() + (panel * words + k / 32) * panelColumns;
            for (std::size_t j = 0; j < panelColumns; ++j)
                low[j] = static_cast<std::uint32_t>(out[j]);
            if (k + 32 < depth_)
                for (std::size_t j = 0; j < panelColumns; ++j)
                    low[panelColumns + j] = static_cast<std::uint32_t>(out[j] >> 32);
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

} // namespace orthant
