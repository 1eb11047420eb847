// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/quantizers/packed.h"
#include "core/tensor/parameter.h"
#include "core/unrolled/structure.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// How the weights of an unrolled network are made from latent ones. Sees the matrices of all layers at once, because a
/// scale may belong to the whole network. Entries outside the mask are 0 in latent weights, weights and gradients.
/// @shape  each matrix n x m, one for each layer (one in all when the layers are tied)
/// @source  one bit: Eamaz et al. 2025 (PIBiNN), arXiv:2502.01908; the others stand at their entries
class LinkWeights {
  public:
    virtual ~LinkWeights() = default;
    /// Learned scales take their start values from these weights.
    virtual void start(std::span<const Parameter> latent, const Mask& mask) = 0;
    /// Makes the weights of matrices first .. last - 1; the others stay. Layer-wise training asks for few of many.
    virtual void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) = 0;
    /// The gradients of latent first .. last - 1 are those at the weights and become those at the latent ones (straight through, or
    /// the zones of TTQ); sets the gradients of parameters(), to which the other matrices add nothing.
    virtual void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) = 0;
    /// True when a change of one latent matrix changes the weights of others: a scale that follows all of them.
    virtual bool coupled() const { return false; }
    /// Learned scales. Empty for closed forms.
    virtual std::vector<Parameter*> parameters() { return {}; }
    /// What start() chose and is not learned: the links that pruning left.
    virtual std::vector<NamedTensor> buffers() { return {}; }
    /// From now on scales follow the latent weights by their closed form, or are learned from where they are; with `perLayer`
    /// there is one for each layer. Before start(). For schemes with one kind of scales nothing changes.
    virtual void setScales(bool closedForm, bool perLayer) {
        static_cast<void>(closedForm);
        static_cast<void>(perLayer);
    }
    /// The scales that forward() used last: one, one for each layer, or one for each row.
    virtual std::vector<float> scales() const = 0;
    /// pack()[k].dequantize() equals forward() bit for bit.
    virtual std::vector<Packed> pack(std::span<const Parameter> latent) = 0;
    /// True when signs can flip: float weights have none.
    virtual bool quantized() const = 0;
};

/// Sizes that the formulas of accounting are about.
struct LinkCount {
    std::size_t links = 0;     ///< N: of the dense matrices of all layers
    std::size_t allowed = 0;   ///< N_s: on the mask
    std::size_t kept = 0;      ///< on the mask and not pruned
    std::size_t rows = 0;      ///< R: output rows of all layers
    std::size_t layers = 0;    ///< K: matrices
    std::size_t thresholds = 0;///< floats beside the weights: thresholds and steps
    std::size_t maskBits = 0;  ///< of MaskCode
};

/// One term of a formula.
struct BitTerm {
    std::string text; ///< "N_s signs", "b_s K scales"
    double bits = 0;
};

/// An entry of the catalogue of link weights: float32, one_bit, ternary, k_bit, pruned.
struct LinkWeightsEntry : EntryInfo {
    std::function<std::unique_ptr<LinkWeights>(const Params&)> make;
    /// Bits by formula, term by term, without thresholds. @source  derived here
    std::function<std::vector<BitTerm>(const Params&, const LinkCount&)> bits;
};

std::span<const LinkWeightsEntry> linkWeightsCatalogue();
std::unique_ptr<LinkWeights> makeLinkWeights(const Component& component, const std::string& where = {});

} // namespace orthant
