// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/optimizers/catalogue.h"
#include "core/optimizers/latent_rule.h"

#include <cmath>

namespace orthant {
namespace {

/// Gradient descent on the loss minus lambda |w|^2 over the box [-1, 1]: a step of the inner optimizer, then
///   w <- clip(w (1 + 2 lambda_t), -1, 1),   lambda_t = lambda (epoch + 1) / epochs
class Concave final : public LatentRule {
  public:
    Concave(std::unique_ptr<Optimizer> optimizer, double lambda, double freezeAt)
        : LatentRule(std::move(optimizer), freezeAt), lambda_(lambda) {}

  protected:
    void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        inner().update(parameter, state, context);
        const auto factor = static_cast<float>(1 + 2 * lambda_ * (std::floor(context.epoch) + 1) / context.totalEpochs);
        const float clip = context.clip;
        parallelBlocks(parameter.value.size(), ruleGrain, [&](std::size_t begin, std::size_t end) {
            float* w = parameter.value.data();
            for (std::size_t i = begin; i < end; ++i) w[i] = std::clamp(w[i] * factor, -clip, clip);
        });
    }

  private:
    double lambda_;
};

} // namespace

OptimizerEntry optimizer_entries::concave() {
    OptimizerEntry entry;
    entry.id = "concave";
    entry.title = "Concave regularizer (BNEW form)";
    entry.summary = "After each step the weights are pushed away from zero in proportion to their size, more in later epochs.";
    entry.source = "The quadratic form of the BNEW code, 2022. Not ConQ (2024), whose function was not available";
    entry.grade = "code";
    entry.params = {innerOptimizerParam("Takes the gradient step before the push, and serves all other parameters."),
                    realParam("lambda", "Lambda", 1e-3, "Strength of the push in the last epoch; it rises linearly until then.").range(0, 1).log(),
                    freezeParam()};
    entry.make = [](const Params& p) {
        return std::make_unique<Concave>(makeOptimizer(p.component("optimizer"), "/optimizer"), p.real("lambda"), p.real("freezeAt"));
    };
    return entry;
}

} // namespace orthant
