// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/optimizers/catalogue.h"
#include "core/optimizers/latent_rule.h"

#include <cmath>

namespace orthant {
namespace {

/// Bop with the scale of the gradient taken out:
///   m <- m + gamma (g - m),  v <- v + sigma (g^2 - v),  b <- -b where b m / (sqrt(v) + 1e-10) > threshold
/// With the correction m and v are divided by 1 - (1 - gamma)^t and 1 - (1 - sigma)^t: they start at 0.
class Bop2 final : public LatentRule {
  public:
    Bop2(std::unique_ptr<Optimizer> optimizer, double gamma, double sigma, double threshold, bool corrected)
        : LatentRule(std::move(optimizer)), gamma_(gamma), sigma_(sigma), threshold_(threshold), corrected_(corrected) {}

  protected:
    std::size_t ownSlots() const override { return 2; }
    void updateLatent(Parameter& parameter, std::span<Tensor> state, const UpdateContext& context) const override {
        const auto t = static_cast<double>(context.step);
        const auto mean = static_cast<float>(corrected_ ? 1 / (1 - std::pow(1 - gamma_, t)) : 1.0);
        const auto square = static_cast<float>(corrected_ ? 1 / (1 - std::pow(1 - sigma_, t)) : 1.0);
        const auto gamma = static_cast<float>(gamma_), sigma = static_cast<float>(sigma_), threshold = static_cast<float>(threshold_);
        parallelBlocks(parameter.value.size(), ruleGrain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const float g = parameter.gradient[i], b = signOf(parameter.value[i]);
                float &m = state[0][i], &v = state[1][i];
                m += gamma * (g - m);
                v += sigma * (g * g - v);
                parameter.value[i] = b * (m * mean) / (std::sqrt(v * square) + 1e-10F) > threshold ? -b : b;
            }
        });
    }

  private:
    double gamma_, sigma_, threshold_;
    bool corrected_;
};

} // namespace

OptimizerEntry optimizer_entries::bop2() {
    OptimizerEntry entry;
    entry.id = "bop2";
    entry.title = "Bop2";
    entry.summary = "Bop with the running mean divided by the size of the gradient, so that the threshold has no unit.";
    entry.source = "Suarez-Ramirez et al. 2021 (Bop and Beyond), arXiv:2104.05124; read in code of inferred authorship";
    entry.grade = "code";
    entry.params = {innerOptimizerParam("Serves all parameters that are not signs."),
                    realParam("gamma", "Gamma", 1e-3, "Weight of the newest gradient in its running mean. The authors: 1e-7 for a long run.").range(1e-8, 1).log(),
                    realParam("sigma", "Sigma", 1e-2, "Weight of the newest square in its running mean.").range(1e-8, 1).log(),
                    realParam("threshold", "Threshold", 0.02, "A sign flips when the running mean is this many root mean squares large.").range(0, 10),
                    booleanParam("corrected", "Start correction", true, "Divides out that both means start at zero.")};
    entry.make = [](const Params& p) {
        return std::make_unique<Bop2>(makeOptimizer(p.component("optimizer"), "/optimizer"), p.real("gamma"), p.real("sigma"),
                                      p.real("threshold"), p.boolean("corrected"));
    };
    return entry;
}

} // namespace orthant
