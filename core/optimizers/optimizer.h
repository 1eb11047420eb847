// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/catalogue.h"
#include "core/layers/layer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace orthant {

/// Where an update is.
struct UpdateContext {
    std::int64_t step = 1;  ///< of this update, from 1
    double rate = 0;        ///< learning rate of this step, with schedule and the parameter's multiplier
    float clip = 0;         ///< the new value is clamped to [-clip, clip]; infinity: not at all
    double plainRate = 0;   ///< learning rate with the schedule alone
    double epoch = 0;       ///< epochs done, with fractions
    double totalEpochs = 1; ///< planned
};

/// What happens to one parameter from its gradient. The rules for binarized weights (Bop, ProxQuant, ...) act on latent
/// parameters and leave the others to an inner optimizer.
class Optimizer {
  public:
    virtual ~Optimizer() = default;
    /// Tensors of the parameter's size that the optimizer keeps between steps (momentum, ...); they start at 0.
    virtual std::size_t slots() const = 0;
    /// @param state  slots() tensors of the parameter's shape
    virtual void update(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const = 0;
    virtual double learningRate() const = 0; ///< before the schedule
};

/// An entry of the catalogue of optimizers.
struct OptimizerEntry : EntryInfo {
    std::function<std::unique_ptr<Optimizer>(const Params&)> make;
};

std::span<const OptimizerEntry> optimizerCatalogue();
std::unique_ptr<Optimizer> makeOptimizer(const Component& component, const std::string& where = {});

} // namespace orthant
