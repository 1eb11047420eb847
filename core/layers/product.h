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
/// | levels| the same as for signs         | the same for each pair of planes                    |
/// | float | the same, without a mask      | sign tables for each plane; the offset times sum(x) |
/// | any   | other (blocks, offset + mask) | float, on the dequantized weights                   |
class PackedProduct {
  public:
    /// Re-orders the weights for inputs of this kind. `weights` must outlive the calls of accumulate().
    /// @param groups  parts of the outputs, each of which has inputs of its own
    void prepare(const Packed& weights, Flow inputs, std::size_t groups = 1);

    /// For Packed::binary() weights the sums before the scale (integers as floats, exact below 2^24, for signs); for all
    /// others finished sums, with scales and offsets.
    /// @shape  in: in.batch x cols, out: in.batch x rows / groups
    void accumulate(const Activation& in, MatrixView out, std::size_t group = 0) const;
    /// The same for exactIntegers(), of signs wherever they lie.
    void accumulate(const SignRows& in, MatrixView out, std::size_t group) const { xnorProduct(in, panels_[group], out); }
    /// The weights of a group where that is all there is to accumulate() of floats: x S. Null for others.
    const SignTables* signs(std::size_t group) const {
        return kind_ == Kind::Sign && weights_->binary() ? &tables_[group] : nullptr;
    }
    /// out[i][r] = out[i][r] * scale_r + bias_r, where there are scales and a bias.
    void applyScales(const std::vector<float>& bias, MatrixView out) const;

    const Packed& weights() const { return *weights_; }
    Flow inputs() const { return inputs_; }
    std::size_t groups() const { return groups_; }
    /// Sums are integers: signs on both sides.
    bool exactIntegers() const { return kind_ == Kind::Binary && inputs_ == Flow::Signs && weights_->binary(); }
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
    std::size_t rowsOfGroup() const { return weights_->rows / groups_; }
    void accumulatePlane(const Activation& in, const Tensor* x, std::size_t entering, std::size_t panel, MatrixView out) const;
    void combine(const Activation& in, const Tensor* x, std::size_t group, MatrixView out) const;
    void addOffsets(const Activation& in, const Tensor* x, std::size_t firstRow, MatrixView out) const;

    const Packed* weights_ = nullptr;
    Kind kind_ = Kind::Float;
    Flow inputs_ = Flow::Floats;
    std::size_t groups_ = 1;
    std::vector<BitPanels> panels_;  ///< one for each plane of each group
    std::vector<SignTables> tables_; ///< the same
    std::vector<float> rowSums_;     ///< of the weights as they are summed, without offsets; where levels enter
    Tensor dense_;
    mutable Tensor scratch_, plane_;
};

} // namespace orthant
