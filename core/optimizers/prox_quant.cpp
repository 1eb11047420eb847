// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/optimizers/catalogue.h"
#include "core/optimizers/latent_rule.h"

#include <cmath>

namespace orthant {
namespace {

/// A step of the inner optimizer, then the proximal map of lambda sum | |w| - 1 |:
///   w <- sign(w) (1 + sign(|w| - 1) max(||w| - 1| - lambda, 0)),   lambda = rate * strength * epoch
/// The map acts on the weights themselves: there is no second copy, and the gradient is taken at the relaxed weights.
class ProxQuant final : public LatentRule {
  public:
    ProxQuant(std::unique_ptr<Optimizer> optimizer, double strength, double freezeAt)
        : LatentRule(std::move(optimizer), freezeAt), strength_(strength) {}

  protected:
    void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        inner().update(parameter, state, context);
        // The plain rate, not the one that Adam or the Glorot multiplier gives to a weight, as in the authors' code.
        const auto lambda = static_cast<float>(context.plainRate * strength_ * context.epoch);
        const float clip = context.clip;
        parallelBlocks(parameter.value.size(), ruleGrain, [&](std::size_t begin, std::size_t end) {
            float* w = parameter.value.data();
            for (std::size_t i = begin; i < end; ++i) {
                const float excess = std::abs(w[i]) - 1.0F;
                const float shrunk = std::max(std::abs(excess) - lambda, 0.0F);
                w[i] = std::clamp(signOf(w[i]) * (1.0F + std::copysign(shrunk, excess)), -clip, clip);
            }
        });
    }

  private:
    double strength_;
};

} // namespace

OptimizerEntry optimizer_entries::prox_quant() {
    OptimizerEntry entry;
    entry.id = "prox_quant";
    entry.title = "ProxQuant";
    entry.summary = "After each step the weights shrink towards the nearest of -1 and +1, more in later epochs.";
    entry.source = "Bai, Wang and Liberty 2018 (ProxQuant), arXiv:1810.00861";
    entry.grade = "code";
    entry.params = {innerOptimizerParam("Takes the gradient step before the shrinking, and serves all other parameters."),
                    realParam("strength", "Strength", 1e-4,
                              "The shrinking of one step is rate x strength x epoch. The authors' 1e-4 is for 200 epochs or more; a short run needs more.")
                        .range(0, 100)
                        .log(),
                    freezeParam()};
    entry.make = [](const Params& p) {
        return std::make_unique<ProxQuant>(makeOptimizer(p.component("optimizer"), "/optimizer"), p.real("strength"), p.real("freezeAt"));
    };
    return entry;
}

} // namespace orthant
