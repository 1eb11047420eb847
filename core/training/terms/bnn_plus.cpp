// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rows.h"
#include "core/training/terms/catalogue.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

class BnnPlus final : public LossTerm {
  public:
    BnnPlus(std::vector<Parameter*> layers, double weight, double alpha, bool squared)
        : layers_(std::move(layers)), weight_(weight), alpha_(alpha), squared_(squared) {}

    double atWeights(const TermStep&) override {
        double sum = 0;
        for (Parameter* layer : layers_) {
            const std::span<const float> w = layer->value.values();
            const double alpha = alpha_ > 0 ? alpha_ : fitted(w), share = weight_ / static_cast<double>(w.size());
            for (std::size_t i = 0; i < w.size(); ++i) {
                const double miss = alpha - static_cast<double>(std::abs(w[i])), side = static_cast<double>(signOf(w[i]));
                sum += share * (squared_ ? miss * miss : std::abs(miss));
                const double slope = squared_ ? 2 * miss : static_cast<double>((miss > 0) - (miss < 0));
                layer->gradient[i] -= static_cast<float>(share * slope * side);
            }
        }
        return sum;
    }

  private:
    /// The alpha at which the term is least: the mean magnitude for squares, the median for absolute values.
    double fitted(std::span<const float> w) {
        magnitudes_.resize(w.size());
        std::ranges::transform(w, magnitudes_.begin(), [](float x) { return std::abs(x); });
        if (!squared_) {
            const auto middle = magnitudes_.begin() + static_cast<std::ptrdiff_t>(w.size() / 2);
            std::ranges::nth_element(magnitudes_, middle);
            return static_cast<double>(*middle);
        }
        double sum = 0;
        for (const float m : magnitudes_) sum += static_cast<double>(m);
        return sum / static_cast<double>(w.size());
    }

    std::vector<Parameter*> layers_;
    double weight_, alpha_;
    bool squared_;
    std::vector<float> magnitudes_;
};

} // namespace

/// weight sum over layers of the mean of | alpha - |w| |, or of its square.
/// @source  Darabi et al. 2018, BNN+, arXiv:1812.11800: its abstract for the pull towards +-alpha; both forms are recalled, not read.
///          The paper learns alpha; here it is the best one for the weights of the moment, or a fixed number.
TermEntry term_entries::bnn_plus() {
    TermEntry entry;
    entry.id = "bnn_plus";
    entry.title = "BNN+ regularizer";
    entry.summary = "Pulls the latent weights of each layer to plus and minus one magnitude.";
    entry.source = "Darabi et al. 2018 (BNN+), the abstract; the forms are recalled, so this is a reconstruction";
    entry.grade = "derived";
    entry.params = {
        realParam("weight", "Weight", 1.0, "Factor before the term, a mean over the weights of a layer.").range(0, 1e6),
        choiceParam("form", "Form", "absolute", {"absolute", "squared"}, "The distance of the magnitude from alpha, or its square."),
        realParam("alpha", "Alpha", 0.0, "The wanted magnitude; 0: the best for each layer, its median (absolute) or mean (squared).")
            .range(0, 1e3),
        booleanParam("withoutFirst", "Without the first layer", false, "Leaves the first layer with weights alone."),
    };
    entry.make = [](const Params& p, const TermSite& site) {
        return std::make_unique<BnnPlus>(latentWeightsOf(p, site), p.real("weight"), p.real("alpha"), p.text("form") == "squared");
    };
    return entry;
}

} // namespace orthant
