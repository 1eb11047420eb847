// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/product.h"

#include "core/base/parallel.h"

#include <bit>
#include <cassert>

namespace orthant {

namespace {

constexpr std::size_t rowsPerTask = 16;

/// Sum of the inputs of one sample. Of signs it is a whole number.
float inputSum(const Activation& in, const Tensor* x, std::size_t i, std::size_t cols) {
    if (!x) {
        std::int64_t ones = 0;
        for (const std::uint64_t word : in.bits.row(i)) ones += std::popcount(word);
        return static_cast<float>(2 * ones - static_cast<std::int64_t>(cols));
    }
    double sum = 0;
    for (std::size_t k = 0; k < cols; ++k) sum += static_cast<double>((*x)[i * cols + k]);
    return static_cast<float>(sum);
}

} // namespace

void PackedProduct::prepare(const Packed& weights, bool binaryInput) {
    weights_ = &weights;
    const bool masked = weights.mask.rows() != 0;
    const bool planes = !weights.planes.empty() && weights.blockCols == 0 && !(masked && !weights.offsets.empty());
    kind_ = planes && binaryInput ? Kind::Binary : planes && !masked ? Kind::Sign : Kind::Float;
    if (kind_ == Kind::Float) {
        dense_.reshape({weights.rows, weights.cols});
        return weights.dequantize(dense_.matrix());
    }
    const std::size_t count = weights.planes.size();
    panels_.resize(kind_ == Kind::Binary ? count : 0);
    tables_.resize(kind_ == Kind::Sign ? count : 0);
    for (std::size_t p = 0; p < count; ++p)
        if (kind_ == Kind::Sign) tables_[p].packColumns(weights.planes[p]);
        else if (masked) panels_[p].pack(weights.planes[p], weights.mask);
        else panels_[p].pack(weights.planes[p]);
}

void PackedProduct::accumulate(const Activation& in, MatrixView out) const {
    assert(out.rows == in.batch && out.cols == weights_->rows);
    const Tensor* x = kind_ == Kind::Binary ? nullptr : &in.asFloat(scratch_);
    if (kind_ == Kind::Float) {
        const ConstMatrixView inputs{x->data(), in.batch, weights_->cols, weights_->cols};
        floatProduct(inputs, Transpose::No, dense_.matrix(), Transpose::Yes, out);
    } else if (weights_->binary()) {
        accumulatePlane(in, x, 0, out);
    } else {
        combine(in, x, out);
    }
}

/// Sums of signs of one plane.
/// @param x  null for signs
void PackedProduct::accumulatePlane(const Activation& in, const Tensor* x, std::size_t plane, MatrixView out) const {
    if (x) {
        const ConstMatrixView inputs{x->data(), in.batch, weights_->cols, weights_->cols};
        return signProduct(inputs, Transpose::No, tables_[plane], out);
    }
    xnorProduct(in.bits, panels_[plane], out);
}

/// sum over p of scale_p (plane_p . x) + offset sum(x): as many products of signs as there are planes.
void PackedProduct::combine(const Activation& in, const Tensor* x, MatrixView out) const {
    plane_.reshape({in.batch, weights_->rows});
    for (std::size_t p = 0; p < weights_->planes.size(); ++p) {
        accumulatePlane(in, x, p, plane_.matrix());
        parallelBlocks(in.batch, rowsPerTask, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const float* sums = plane_.row(i).data();
                float* y = out.row(i);
                for (std::size_t r = 0; r < weights_->rows; ++r) {
                    const float scaled = weights_->scale(p, r) * sums[r];
                    y[r] = p == 0 ? scaled : y[r] + scaled;
                }
            }
        });
    }
    if (weights_->offsets.empty()) return;
    parallelBlocks(in.batch, rowsPerTask, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const float sum = inputSum(in, x, i, weights_->cols);
            float* y = out.row(i);
            for (std::size_t r = 0; r < weights_->rows; ++r) y[r] += weights_->offset(r) * sum;
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
