// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/catalogue.h"

#include <cmath>

namespace orthant {
namespace {

/// The fourth standardized moment of some weights, and what its gradient needs.
struct Shape4 {
    double mean = 0, deviation = 0, third = 0, kurtosis = 0; ///< third: mean of z^3

    explicit Shape4(std::span<const float> w) {
        const auto n = static_cast<double>(w.size());
        for (const float x : w) mean += static_cast<double>(x) / n;
        double variance = 0;
        for (const float x : w) variance += std::pow(static_cast<double>(x) - mean, 2) / n;
        deviation = std::sqrt(variance);
        if (!(deviation > 0)) return;
        for (const float x : w) {
            const double z = standardized(x);
            third += z * z * z / n;
            kurtosis += z * z * z * z / n;
        }
    }
    double standardized(float x) const { return (static_cast<double>(x) - mean) / deviation; }
};

/// weight * mean over layers of (K(W) - target)^2, K(W) = mean z^4, z = (w - mean) / deviation.
/// Gradient of K, with population moments: dK/dw_i = 4 / (n deviation) (z_i^3 - K z_i - mean z^3).
class Kurtosis final : public LossTerm {
  public:
    Kurtosis(std::vector<Parameter*> layers, double weight, double target, double startEpoch)
        : layers_(std::move(layers)), weight_(weight), target_(target), startEpoch_(startEpoch) {}

    double atWeights(const TermStep& step) override {
        if (step.epoch < startEpoch_) return 0;
        double sum = 0;
        const double share = weight_ / static_cast<double>(layers_.size());
        for (Parameter* layer : layers_) {
            const Shape4 shape(layer->value.values());
            if (!(shape.deviation > 0)) continue;
            const double excess = shape.kurtosis - target_;
            sum += share * excess * excess;
            const double factor = share * 2 * excess * 4 / (static_cast<double>(layer->value.size()) * shape.deviation);
            for (std::size_t i = 0; i < layer->value.size(); ++i) {
                const double z = shape.standardized(layer->value[i]);
                layer->gradient[i] += static_cast<float>(factor * (z * z * z - shape.kurtosis * z - shape.third));
            }
        }
        return sum;
    }

  private:
    std::vector<Parameter*> layers_;
    double weight_, target_, startEpoch_;
};

} // namespace

/// @source  the authors' code of BD-BNN (2022); the gradient derived here and checked by differences
TermEntry term_entries::kurtosis() {
    TermEntry entry;
    entry.id = "kurtosis";
    entry.title = "Kurtosis of weights";
    entry.summary = "Pulls the shape of the latent weights of each layer to a wanted kurtosis: 1.8 is uniform, 1 is two peaks.";
    entry.source = "BD-BNN (2022), the authors' code";
    entry.grade = "code";
    entry.params = {
        realParam("weight", "Weight", 1.0, "Factor before the term.").range(0, 1e6),
        realParam("target", "Target", 1.8, "The wanted kurtosis: two peaks 1, uniform 1.8, normal 3.").range(1, 10),
        realParam("startEpoch", "From epoch", 0, "The term counts from this epoch on.").range(0, 1e6).in("epochs"),
        booleanParam("withoutFirst", "Without the first layer", true, "Leaves the first layer with weights alone, as the authors do."),
    };
    entry.make = [](const Params& p, const TermSite& site) {
        return std::make_unique<Kurtosis>(latentWeightsOf(p, site), p.real("weight"), p.real("target"), p.real("startEpoch"));
    };
    return entry;
}

} // namespace orthant
