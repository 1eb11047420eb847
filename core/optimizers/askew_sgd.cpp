// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/optimizers/catalogue.h"
#include "core/optimizers/latent_rule.h"

#include <cmath>

namespace orthant {
namespace {

/// The weights are to stay where phi(w) = epsilon - (w^2 - 1)^2 >= 0: two intervals around -1 and +1 that close in.
/// Inside of them, and at 0, the gradient g is used as it is. Outside, K = alpha phi / phi'(-w) = alpha phi / (4 w (w^2 - 1));
/// the gradient is kept when it leads back at least as fast, (-g) K > K^2, else replaced by -K.
/// K grows without bound near 0 and +-1 and is limited.
class AskewSgd final : public LatentRule {
  public:
    AskewSgd(std::unique_ptr<Optimizer> optimizer, const Params& p)
        : LatentRule(std::move(optimizer), p.real("freezeAt")), alpha_(p.real("alpha")), start_(p.real("epsilon")), hold_(p.real("hold")),
          decay_(p.real("decay")), limit_(static_cast<float>(p.real("limit"))) {}

  protected:
    void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        const double late = std::max(0.0, std::floor(context.epoch) - hold_ * context.totalEpochs);
        const auto epsilon = static_cast<float>(start_ * std::pow(decay_, late));
        const auto alpha = static_cast<float>(alpha_), limit = limit_;
        parallelBlocks(parameter.value.size(), ruleGrain, [&](std::size_t begin, std::size_t end) {
            const float* w = parameter.value.data();
            float* g = parameter.gradient.data();
            for (std::size_t i = begin; i < end; ++i) {
                const float gap = w[i] * w[i] - 1.0F, phi = epsilon - gap * gap;
                const float k = std::clamp(alpha * phi / (4.0F * w[i] * gap), -limit, limit);
                const bool replaced = (phi < 0) & (w[i] != 0) & (-g[i] * k <= k * k);
                g[i] = replaced ? -k : g[i];
            }
        });
        inner().update(parameter, state, context);
    }

  private:
    double alpha_, start_, hold_, decay_;
    float limit_;
};

} // namespace

OptimizerEntry optimizer_entries::askew_sgd() {
    OptimizerEntry entry;
    entry.id = "askew_sgd";
    entry.title = "AskewSGD";
    entry.summary = "Weights outside of two closing intervals around -1 and +1 are pushed back; inside, plain gradient steps.";
    entry.source = "Leconte, Schechtman and Moulines 2022 (AskewSGD), arXiv:2211.03741";
    entry.grade = "code";
    entry.params = {innerOptimizerParam("Takes the step with the edited gradient, and serves all other parameters."),
                    realParam("alpha", "Alpha", 1.0, "Strength of the push back.").range(0, 1000).log(),
                    realParam("epsilon", "Epsilon", 1.0, "Width of the intervals at the start; from 1 downward they leave out zero.").range(1e-6, 10).log(),
                    realParam("hold", "Hold", 0.2, "Part of the run in which the intervals keep their width.").range(0, 1),
                    realParam("decay", "Decay", 0.88, "Factor of epsilon for each epoch after that.").range(0.01, 1),
                    realParam("limit", "Limit", 1.0, "Largest push; without one it explodes near 0 and 1.").range(1e-6, 1e6).log(),
                    freezeParam()};
    entry.make = [](const Params& p) { return std::make_unique<AskewSgd>(makeOptimizer(p.component("optimizer"), "/optimizer"), p); };
    return entry;
}

} // namespace orthant
