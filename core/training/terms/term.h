// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/network/network.h"
#include "core/tensor/tensor.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orthant {

/// The loss terms of an experiment, with what they need from outside.
struct TrainingTerms {
    std::vector<Component> list; ///< of the catalogue "terms"
    /// Opens the network of a trained run by its folder. Empty where there are no runs: terms with a teacher then refuse.
    std::function<std::shared_ptr<Network>(const std::string& folder)> openRun = {};
};

/// Where training is.
struct TermStep {
    const Tensor& inputs; ///< of the batch
    double epoch = 0;     ///< done, with fractions
    double totalEpochs = 1;
};

/// What stands beside the loss. A term overrides the function where its gradient arises.
class LossTerm {
  public:
    virtual ~LossTerm() = default;
    /// After the forward pass: the loss with this term. Changes `gradient`, which is that of the scores, accordingly.
    virtual double atScores(const TermStep&, const Tensor& /*scores*/, double loss, Tensor& /*gradient*/) { return loss; }
    /// After the backward pass: adds to the gradients of parameters; returns what the term adds to the loss.
    virtual double atWeights(const TermStep&) { return 0; }
};

/// What a term is made for.
struct TermSite {
    Network& network; ///< outlives the term
    const TrainingTerms& terms;
    std::string where; ///< place in errors
};

/// An entry of the catalogue of loss terms.
struct TermEntry : EntryInfo {
    std::function<std::unique_ptr<LossTerm>(const Params&, const TermSite&)> make;
};

std::span<const TermEntry> termCatalogue();
/// @param where  of the list; "/0" is the first term
std::vector<std::unique_ptr<LossTerm>> makeTerms(Network& network, const TrainingTerms& terms, const std::string& where);

/// The latent weights of a network, layer after layer: what terms of weights act on.
std::vector<Parameter*> latentWeights(Network& network, bool withoutFirst);
/// The same for a term with the parameter "withoutFirst". @errors  Error when none is left
std::vector<Parameter*> latentWeightsOf(const Params& params, const TermSite& site);

} // namespace orthant
