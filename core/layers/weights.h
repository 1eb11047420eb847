// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/layer.h"
#include "core/layers/product.h"

#include <memory>
#include <string>
#include <vector>

namespace orthant {

/// Latent weights with their quantizer, and an optional bias: what the layers that multiply have in common.
/// @shape  weights: outputs x inputs of one sum
class QuantizedWeights {
  public:
    /// The parameters `weights`, `bias` and `start` of a layer.
    static std::vector<ParamSpec> specs();

    /// @param params        the resolved parameters of the layer, specs() among them
    /// @param fanIn,fanOut  what the Glorot range and the multiplier of the learning rate are made from
    /// @param groups        parts of the outputs, each with inputs of its own; 1 but for convolutions
    /// @errors  Error when the quantizer is unknown or not for weights
    QuantizedWeights(std::size_t outputs, std::size_t inputs, std::size_t fanIn, std::size_t fanOut, const Params& params,
                     const LayerSite& site, std::size_t groups = 1);

    const Component& component() const { return component_; } ///< the quantizer in words
    const Quantizer& quantizer() const { return *quantizer_; }
    const Parameter& latent() const { return latent_; }

    /// Quantizes the weights of this step and makes the product ready.
    void prepare(const LayerContext& context, Flow inputs);
    const PackedProduct& product() const { return product_; }
    const Packed& used() const { return packed_; } ///< by the last prepare()
    bool soft() const { return quantizer_->signs() == Signs::Shipped; } ///< floats in training
    Packed shipped() const { return quantizer_->packFinal(latent_.value.matrix()); }
    std::vector<float> bias() const { return {bias_.value.values().begin(), bias_.value.values().end()}; }

    /// The gradient of the effective weights, to be filled; the backward map of the quantizer then makes it that of the
    /// latent ones.
    MatrixView effectiveGradient();
    void finishGradient(ConstMatrixView dOut);

    /// Makes inputGradient() ready for the weights of a group in the last prepare().
    void prepareInputGradient(std::size_t group = 0);
    /// dX = dY q(W). With one plane by sign tables, the scale of each output folded into dY first.
    /// @threads  any number of callers
    void inputGradient(ConstMatrixView dOut, MatrixView dIn) const;

    std::vector<Parameter*> parameters();
    std::vector<NamedTensor> buffers() { return quantizer_->state().buffers; }

  private:
    Component component_;
    Parameter latent_, bias_;
    std::unique_ptr<Quantizer> quantizer_;
    std::uint64_t stream_;
    std::size_t groups_;
    Packed packed_;
    PackedProduct product_;
    std::size_t firstRow_ = 0; ///< of the group of inputGradient()
    SignTables tables_;   ///< of its weights
    Tensor dequantized_;  ///< the same where sign tables do not fit
};

} // namespace orthant
