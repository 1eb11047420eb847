// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bits/products.h"
#include "core/layers/layer.h"
#include "core/quantizers/packed.h"

#include <cstdint>
#include <vector>

namespace orthant {

/// y = x W^T with weights that are packed, by the fastest product that the two sides allow. Training and the packed
/// program both call it, so their sums are the same bits.
///
/// | x     | W                             | product                                             |
/// |-------|-------------------------------|-----------------------------------------------------|
/// | signs | one plane                     | XNOR and count, exact integers                      |
/// | signs | planes, scales, offsets       | the same for each plane; the offset times sum(x)    |
/// | float | the same, without a mask      | sign tables for each plane; the offset times sum(x) |
/// | any   | other (blocks, offset + mask) | float, on the dequantized weights                   |
class PackedProduct {
  public:
    /// Re-orders the weights for inputs of this kind. `weights` must outlive the calls of forward().
    void prepare(const Packed& weights, bool binaryInput);

    /// For Packed::binary() weights the sums before the scale (integers as floats, exact below 2^24, for signs); for all
    /// others finished sums, with scales and offsets.
    /// @shape  in: in.batch x cols, out: in.batch x rows
    void accumulate(const Activation& in, MatrixView out) const;
    /// out[i][r] = out[i][r] * scale_r + bias_r, where there are scales and a bias.
    void applyScales(const std::vector<float>& bias, MatrixView out) const;

    const Packed& weights() const { return *weights_; }
    /// Sums are integers: signs on both sides.
    bool exactIntegers() const { return kind_ == Kind::Binary && weights_->binary(); }
    /// The dequantized weights of the last row of the table; null for the others.
    const Tensor* dense() const { return kind_ == Kind::Float ? &dense_ : nullptr; }
    /// One sum of output r after scale and bias, in the same roundings as applyScales().
    float finished(std::size_t r, float sum, const std::vector<float>& bias) const {
        if (scaled()) sum *= weights_->scale(0, r);
        return bias.empty() ? sum : sum + bias[r];
    }

  private:
    enum class Kind { Binary, Sign, Float };

    bool scaled() const { return kind_ != Kind::Float && weights_->binary() && !weights_->scales[0].empty(); }
    void accumulatePlane(const Activation& in, const Tensor* x, std::size_t plane, MatrixView out) const;
    void combine(const Activation& in, const Tensor* x, MatrixView out) const;

    const Packed* weights_ = nullptr;
    Kind kind_ = Kind::Float;
    std::vector<BitPanels> panels_;  ///< one for each plane
    std::vector<SignTables> tables_; ///< one for each plane
    Tensor dense_;
    mutable Tensor scratch_, plane_;
};

} // namespace orthant
