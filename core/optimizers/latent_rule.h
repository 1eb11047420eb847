// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimizers/optimizer.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace orthant {

/// A rule for latent weights around an optimizer that serves everything else, and most rules themselves as well.
class LatentRule : public Optimizer {
  public:
    /// @param freezeAt  part of the run after which latent weights are set to their signs and stay; 1: never
    explicit LatentRule(std::unique_ptr<Optimizer> inner, double freezeAt = 1) : inner_(std::move(inner)), freezeAt_(freezeAt) {}

    double learningRate() const final { return inner_->learningRate(); }
    std::size_t slots() const final { return std::max(inner_->slots(), ownSlots()); }
    void update(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const final {
        if (!parameter.latent) return inner_->update(parameter, state, context);
        if (freezeAt_ >= 1 || context.epoch < freezeAt_ * context.totalEpochs) return updateLatent(parameter, state, context);
        for (float& w : parameter.value.values()) w = signOf(w);
    }

  protected:
    /// Tensors that the rule itself keeps; it may use those of the inner optimizer when it does not call it.
    virtual std::size_t ownSlots() const { return 0; }
    virtual void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const = 0;
    const Optimizer& inner() const { return *inner_; }

  private:
    std::unique_ptr<Optimizer> inner_;
    double freezeAt_;
};

inline constexpr std::size_t ruleGrain = std::size_t{1} << 15; ///< values in one parallel block

/// The parameter "optimizer" of a rule.
inline ParamSpec innerOptimizerParam(const std::string& help) {
    return componentParam("optimizer", "Inner optimizer", "optimizers", Component("adam"), help);
}

/// The part of a run after which the signs stay as they are.
inline ParamSpec freezeParam() {
    return realParam("freezeAt", "Freeze at", 0.9, "Part of the run after which latent weights are set to their signs and stay; 1: never.")
        .range(0, 1);
}

} // namespace orthant
