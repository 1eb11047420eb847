// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/optimizers/catalogue.h"
#include "core/optimizers/latent_rule.h"

namespace orthant {
namespace {

/// No latent weights: the parameter itself is a sign b.
///   m <- (1 - gamma) m + gamma g,   b <- -b where b m > threshold
/// The gradient that keeps pointing the way of b asks for the other sign.
class Bop final : public LatentRule {
  public:
    Bop(std::unique_ptr<Optimizer> optimizer, double gamma, double threshold, bool decays)
        : LatentRule(std::move(optimizer)), gamma_(gamma), threshold_(static_cast<float>(threshold)), decays_(decays) {}

  protected:
    std::size_t ownSlots() const override { return 1; }
    void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        const double schedule = decays_ && learningRate() > 0 ? context.plainRate / learningRate() : 1.0;
        const auto gamma = static_cast<float>(gamma_ * schedule);
        parallelBlocks(parameter.value.size(), ruleGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const float b = signOf(parameter.value[i]); // the start values are drawn from an interval
                float& m = state[0][i];
                m += gamma * (parameter.gradient[i] - m);
                parameter.value[i] = b * m > threshold_ ? -b : b;
            }
        });
    }

  private:
    double gamma_;
    float threshold_;
    bool decays_;
};

} // namespace

OptimizerEntry optimizer_entries::bop() {
    OptimizerEntry entry;
    entry.id = "bop";
    entry.title = "Bop";
    entry.summary = "No latent weights: a sign flips when the running mean of its gradient is large and points its way.";
    entry.source = "Helwegen et al. 2019 (Bop), arXiv:1906.02107";
    entry.grade = "code";
    entry.params = {innerOptimizerParam("Serves all parameters that are not signs."),
                    realParam("gamma", "Gamma", 1e-3, "Weight of the newest gradient in the running mean. The authors: 1e-4 for 500 epochs.").range(1e-8, 1).log(),
                    realParam("threshold", "Threshold", 1e-6, "A sign flips when the running mean exceeds this; in units of the gradient. The authors: 1e-8.").range(0, 1),
                    booleanParam("decayGamma", "Decay gamma", true, "Gamma falls with the schedule of the learning rate.")};
    entry.make = [](const Params& p) {
        return std::make_unique<Bop>(makeOptimizer(p.component("optimizer"), "/optimizer"), p.real("gamma"), p.real("threshold"), p.boolean("decayGamma"));
    };
    return entry;
}

} // namespace orthant
