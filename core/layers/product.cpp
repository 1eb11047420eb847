// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/product.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace orthant {

namespace {

constexpr std::size_t rowsPerTask = 16;

std::int64_t signSum(std::span<const std::uint64_t> row, std::size_t cols) {
    std::int64_t ones = 0;
    for (const std::uint64_t word : row) ones += std::popcount(word);
    return 2 * ones - static_cast<std::int64_t>(cols);
}

/// Sum of the inputs of one sample. Of signs it is a whole number.
/// @param x  null for signs and levels
float inputSum(const Activation& in, const Tensor* x, std::size_t i, std::size_t cols) {
    double sum = 0;
    if (x) {
        for (std::size_t k = 0; k < cols; ++k) sum += static_cast<double>((*x)[i * cols + k]);
    } else if (in.binary) {
        sum = static_cast<double>(signSum(in.bits.row(i), cols));
    } else {
        for (std::size_t p = 0; p < in.levels.planes.size(); ++p)
            sum += static_cast<double>(in.levels.scale(p, 0)) * static_cast<double>(signSum(in.levels.planes[p].row(i), cols));
        if (!in.levels.offsets.empty()) sum += static_cast<double>(in.levels.offset(0)) * static_cast<double>(cols);
    }
    return static_cast<float>(sum);
}

BitMatrix rowsOf(const BitMatrix& all, std::size_t first, std::size_t count) {
    BitMatrix some(count, all.cols());
    std::ranges::copy(all.words().subspan(first * all.wordsPerRow(), count * all.wordsPerRow()), some.words().begin());
    return some;
}

/// The sum of the signs of row r of a plane that the mask, if there is one, lets through.
std::int64_t maskedSum(const BitMatrix& plane, const BitMatrix& mask, std::size_t r) {
    if (mask.rows() == 0) return signSum(plane.row(r), plane.cols());
    std::int64_t ones = 0, all = 0;
    for (std::size_t w = 0; w < plane.wordsPerRow(); ++w) {
        ones += std::popcount(plane.row(r)[w] & mask.row(r)[w]);
        all += std::popcount(mask.row(r)[w]);
    }
    return 2 * ones - all;
}

} // namespace

void PackedProduct::prepare(const Packed& weights, Flow inputs, std::size_t groups) {
    assert(weights.rows % groups == 0);
    weights_ = &weights;
    inputs_ = inputs;
    groups_ = groups;
    const bool masked = weights.mask.rows() != 0;
    const bool planes = !weights.planes.empty() && weights.blockCols == 0 && !(masked && !weights.offsets.empty());
    kind_ = planes && inputs != Flow::Floats ? Kind::Binary : planes && !masked ? Kind::Sign : Kind::Float;
    if (kind_ == Kind::Float) {
        dense_.reshape({weights.rows, weights.cols});
        return weights.dequantize(dense_.matrix());
    }
    const std::size_t count = weights.planes.size(), rows = rowsOfGroup();
    panels_.resize(kind_ == Kind::Binary ? count * groups : 0);
    tables_.resize(kind_ == Kind::Sign ? count * groups : 0);
    const auto part = [&](const BitMatrix& all, std::size_t group) { return rowsOf(all, group * rows, rows); };
    for (std::size_t g = 0; g < groups; ++g)
        for (std::size_t p = 0; p < count; ++p) {
            const BitMatrix own = groups == 1 ? BitMatrix() : part(weights.planes[p], g);
            const BitMatrix& plane = groups == 1 ? weights.planes[p] : own;
            const std::size_t panel = g * count + p;
            if (kind_ == Kind::Sign) tables_[panel].packColumns(plane);
            else if (masked) panels_[panel].pack(plane, groups == 1 ? weights.mask : part(weights.mask, g));
            else panels_[panel].pack(plane);
        }
    if (inputs != Flow::Levels) return;
    rowSums_.assign(weights.rows, 0.0F);
    for (std::size_t r = 0; r < weights.rows; ++r)
        for (std::size_t p = 0; p < count; ++p)
            rowSums_[r] += (weights.binary() ? 1.0F : weights.scale(p, r)) *
                           static_cast<float>(maskedSum(weights.planes[p], weights.mask, r));
}

void PackedProduct::accumulate(const Activation& in, MatrixView out, std::size_t group) const {
    assert(out.rows == in.batch && out.cols == rowsOfGroup());
    const Tensor* x = kind_ == Kind::Binary ? nullptr : &in.asFloat(scratch_);
    if (kind_ == Kind::Float) {
        const ConstMatrixView inputs{x->data(), in.batch, weights_->cols, weights_->cols};
        const ConstMatrixView own{dense_.row(group * rowsOfGroup()).data(), rowsOfGroup(), weights_->cols, weights_->cols};
        floatProduct(inputs, Transpose::No, own, Transpose::Yes, out);
    } else if (weights_->binary() && inputs_ != Flow::Levels) {
        accumulatePlane(in, x, 0, group, out);
    } else {
        combine(in, x, group, out);
    }
}

/// Sums of signs of one plane.
/// @param x         null for signs and levels
/// @param entering  number of the plane of levels
void PackedProduct::accumulatePlane(const Activation& in, const Tensor* x, std::size_t entering, std::size_t panel,
                                    MatrixView out) const {
    if (x) {
        const ConstMatrixView inputs{x->data(), in.batch, weights_->cols, weights_->cols};
        return signProduct(inputs, Transpose::No, tables_[panel], out);
    }
    xnorProduct(inputs_ == Flow::Levels ? in.levels.planes[entering] : in.bits, panels_[panel], out);
}

/// sum over the planes a of the inputs and p of the weights of scale_a scale_p (plane_a . plane_p), and the offsets: as many
/// products of signs as there are pairs of planes.
void PackedProduct::combine(const Activation& in, const Tensor* x, std::size_t group, MatrixView out) const {
    const bool levels = inputs_ == Flow::Levels, binary = weights_->binary();
    const std::size_t count = weights_->planes.size(), firstRow = group * rowsOfGroup();
    plane_.reshape({in.batch, out.cols});
    for (std::size_t a = 0; a < (levels ? in.levels.planes.size() : 1); ++a)
        for (std::size_t p = 0; p < count; ++p) {
            accumulatePlane(in, x, a, group * count + p, plane_.matrix());
            const float entering = levels ? in.levels.scale(a, 0) : 1.0F;
            parallelBlocks(in.batch, rowsPerTask, [&](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) {
                    const float* sums = plane_.row(i).data();
                    float* y = out.row(i);
                    for (std::size_t r = 0; r < out.cols; ++r) {
                        const float scale = binary ? entering : weights_->scale(p, firstRow + r) * entering;
                        const float scaled = scale * sums[r];
                        y[r] = a == 0 && p == 0 ? scaled : y[r] + scaled;
                    }
                }
            });
        }
    addOffsets(in, x, firstRow, out);
}

void PackedProduct::addOffsets(const Activation& in, const Tensor* x, std::size_t firstRow, MatrixView out) const {
    const bool own = !weights_->offsets.empty(), entering = inputs_ == Flow::Levels && !in.levels.offsets.empty();
    if (!own && !entering) return;
    parallelBlocks(in.batch, rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            float* y = out.row(i);
            if (entering)
                for (std::size_t r = 0; r < out.cols; ++r) y[r] += in.levels.offset(0) * rowSums_[firstRow + r];
            if (!own) continue;
            const float sum = inputSum(in, x, i, weights_->cols);
            for (std::size_t r = 0; r < out.cols; ++r) y[r] += weights_->offset(firstRow + r) * sum;
        }
    });
}

void PackedProduct::applyScales(const std::vector<float>& bias, MatrixView out) const {
    if (!scaled() && bias.empty()) return;
    parallelBlocks(out.rows, rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<float> y(out.row(i), out.cols);
            if (scaled())
                for (std::size_t r = 0; r < y.size(); ++r) y[r] *= weights_->scale(0, r);
            if (!bias.empty())
                for (std::size_t r = 0; r < y.size(); ++r) y[r] += bias[r];
        }
    });
}

} // namespace orthant
