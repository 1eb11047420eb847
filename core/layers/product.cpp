// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/product.h"

#include "core/base/parallel.h"

namespace orthant {

void PackedProduct::prepare(const Packed& weights, bool binaryInput) {
    weights_ = &weights;
    const bool masked = weights.mask.rows() != 0;
    kind_ = weights.binary() && binaryInput ? Kind::Binary : weights.binary() && !masked ? Kind::Sign : Kind::Float;
    if (kind_ == Kind::Sign) tables_.packColumns(weights.planes[0]);
    else if (kind_ == Kind::Float) dense_ = weights.dequantize();
    else if (masked) panels_.pack(weights.planes[0], weights.mask);
    else panels_.pack(weights.planes[0]);
}

void PackedProduct::accumulate(const Activation& in, Tensor& out) const {
    const std::size_t rows = weights_->rows;
    out.reshape({in.batch, rows});
    if (kind_ == Kind::Binary) {
        sums_.resize(in.batch * rows);
        xnorProduct(in.bits, panels_, sums_);
        parallelBlocks(sums_.size(), std::size_t{1} << 15, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) out[i] = static_cast<float>(sums_[i]);
        });
    } else {
        const Tensor& values = in.asFloat(scratch_);
        const ConstMatrixView x{values.data(), in.batch, weights_->cols, weights_->cols};
        if (kind_ == Kind::Sign) signProduct(x, Transpose::No, tables_, out.matrix());
        else floatProduct(x, Transpose::No, dense_.matrix(), Transpose::Yes, out.matrix());
    }
}

void PackedProduct::applyScales(const std::vector<float>& bias, Tensor& out) const {
    if (!scaled() && bias.empty()) return;
    parallelBlocks(out.rows(), 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::span<float> y = out.row(i);
            if (scaled())
                for (std::size_t r = 0; r < y.size(); ++r) y[r] *= weights_->scale(0, r);
            if (!bias.empty())
                for (std::size_t r = 0; r < y.size(); ++r) y[r] += bias[r];
        }
    });
}

} // namespace orthant
