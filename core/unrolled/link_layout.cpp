// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_layout.h"

#include "core/tensor/gemm.h"

#include <algorithm>
#include <cassert>
#include <optional>

namespace orthant {

namespace {

constexpr std::size_t leastRows = 8; ///< of a block: below, a product is mostly calls

/// Blocks of one size, one after the other, that cover everything: how many.
std::optional<std::size_t> equalBlocks(const BlockForm& form, std::size_t rows, std::size_t cols) {
    const std::size_t count = form.blocks.size();
    if (!form.inPlace || count < 2 || rows % count != 0 || cols % count != 0) return std::nullopt;
    const bool equal = std::ranges::all_of(form.blocks, [&](const BlockForm::Block& b) {
        return b.rows == rows / count && b.cols == cols / count;
    });
    return equal ? std::optional(count) : std::nullopt;
}

/// Neighbouring small blocks are taken as one, with zeros inside.
std::size_t joined(std::size_t count, std::size_t rows) {
    for (std::size_t together = 1; together < count; ++together)
        if (count % together == 0 && rows / count * together >= leastRows) return count / together;
    return 1;
}

void clearRest(bool covered, MatrixView out) {
    if (covered) return;
    for (std::size_t r = 0; r < out.rows; ++r) std::fill_n(out.row(r), out.cols, 0.0F);
}

MatrixView part(Tensor& weights, const LinkLayout::Block& b) {
    return {weights.data() + b.row * weights.cols() + b.storedCol, b.rows, b.cols, weights.cols()};
}
ConstMatrixView part(const Tensor& weights, const LinkLayout::Block& b) {
    return {weights.data() + b.row * weights.cols() + b.storedCol, b.rows, b.cols, weights.cols()};
}

bool coversRows(const LinkLayout& layout) {
    std::size_t sum = 0;
    for (const LinkLayout::Block& b : layout.blocks) sum += b.rows;
    return sum == layout.rows();
}
bool coversCols(const LinkLayout& layout) {
    std::size_t sum = 0;
    for (const LinkLayout::Block& b : layout.blocks) sum += b.cols;
    return sum == layout.cols();
}

/// copy(row, column in the matrix, column in what is stored) for every stored value.
template <class Copy>
void forEachStored(const LinkLayout& layout, const Copy& copy) {
    for (const LinkLayout::Block& b : layout.blocks)
        for (std::size_t r = b.row; r < b.row + b.rows; ++r)
            for (std::size_t c = 0; c < b.cols; ++c) copy(r, b.col + c, b.storedCol + c);
}

} // namespace

LinkLayout layoutOf(const Mask& mask) {
    const std::size_t n = mask.rows(), m = mask.cols();
    LinkLayout layout;
    layout.mask = mask;
    const BlockForm form = blockForm(mask);
    if (const auto found = equalBlocks(form, n, m); found && joined(*found, n) > 1) {
        const std::size_t count = joined(*found, n);
        layout.width = m / count;
        for (std::size_t b = 0; b < count; ++b)
            layout.blocks.push_back({b * (n / count), n / count, b * layout.width, layout.width, 0});
    } else {
        layout.width = m;
        if (form.inPlace && n / std::max<std::size_t>(1, form.blocks.size()) >= leastRows)
            for (const BlockForm::Block& b : form.blocks) layout.blocks.push_back({b.row, b.rows, b.col, b.cols, b.col});
        else
            layout.blocks = {{0, n, 0, m, 0}};
    }
    layout.stored.resize(n, layout.width);
    forEachStored(layout, [&](std::size_t r, std::size_t c, std::size_t at) {
        if (mask.get(r, c)) layout.stored.set(r, at, true);
    });
    return layout;
}

Tensor LinkLayout::take(const Tensor& whole) const {
    Tensor result({rows(), width});
    forEachStored(*this, [&](std::size_t r, std::size_t c, std::size_t at) {
        if (mask.get(r, c)) result.row(r)[at] = whole.row(r)[c];
    });
    return result;
}

Tensor LinkLayout::whole(const Tensor& values) const {
    Tensor result({rows(), cols()});
    forEachStored(*this, [&](std::size_t r, std::size_t c, std::size_t at) { result.row(r)[c] = values.row(r)[at]; });
    return result;
}

Packed LinkLayout::whole(const Packed& packed) const {
    if (width == cols()) return packed;
    assert(packed.blockCols == 0);
    Packed result;
    result.rows = rows();
    result.cols = cols();
    result.scales = packed.scales;
    result.offsets = packed.offsets;
    if (packed.planes.empty()) result.values.resize(rows() * cols());
    else result.mask.resize(rows(), cols());
    result.planes.assign(packed.planes.size(), BitMatrix(rows(), cols()));
    forEachStored(*this, [&](std::size_t r, std::size_t c, std::size_t at) {
        if (packed.planes.empty()) result.values[r * cols() + c] = packed.values[r * width + at];
        else if (packed.mask.rows() == 0 || packed.mask.get(r, at)) result.mask.set(r, c, true);
        for (std::size_t p = 0; p < packed.planes.size(); ++p)
            if (packed.planes[p].get(r, at)) result.planes[p].set(r, c, true);
    });
    return result;
}

void LinkLayout::multiply(const Tensor& weights, ConstMatrixView in, MatrixView out, bool accumulate) const {
    if (!accumulate) clearRest(coversRows(*this), out);
    for (const Block& b : blocks)
        floatProduct(columns(in, b.col, b.cols), Transpose::No, part(weights, b), Transpose::Yes,
                     columns(out, b.row, b.rows), accumulate);
}

void LinkLayout::multiplyTransposed(const Tensor& weights, ConstMatrixView in, MatrixView out) const {
    clearRest(coversCols(*this), out);
    for (const Block& b : blocks)
        floatProduct(columns(in, b.row, b.rows), Transpose::No, part(weights, b), Transpose::No,
                     columns(out, b.col, b.cols));
}

void LinkLayout::outerProduct(ConstMatrixView up, ConstMatrixView in, Tensor& gradient) const {
    for (const Block& b : blocks)
        floatProduct(columns(up, b.row, b.rows), Transpose::Yes, columns(in, b.col, b.cols), Transpose::No,
                     part(gradient, b));
}

Mask squareMask(const Mask& mask) {
    const Mask byColumn = mask.transposed();
    Mask result(mask.rows(), mask.rows());
    for (std::size_t i = 0; i < mask.rows(); ++i)
        for (std::size_t c = 0; c < mask.cols(); ++c) {
            if (!mask.get(i, c)) continue;
            const auto from = byColumn.row(c);
            const auto to = result.row(i);
            for (std::size_t w = 0; w < to.size(); ++w) to[w] |= from[w];
        }
    for (std::size_t i = 0; i < mask.rows(); ++i) result.set(i, i, true); // x itself goes on
    return result;
}

} // namespace orthant
