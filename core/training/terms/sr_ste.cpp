// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/catalogue.h"

namespace orthant {
namespace {

class SrSte final : public LossTerm {
  public:
    SrSte(Network& network, double decay) : network_(network), decay_(decay) {}

    double atWeights(const TermStep&) override {
        double sum = 0;
        for (std::size_t i = 0; i < network_.layerCount(); ++i) {
            const Packed* used = network_.layer(i).usedWeights();
            if (!used || used->mask.rows() == 0) continue;
            Parameter& weights = *network_.layer(i).parameters().front();
            for (std::size_t r = 0; r < used->rows; ++r)
                for (std::size_t c = 0; c < used->cols; ++c) {
                    if (used->mask.get(r, c)) continue;
                    const std::size_t k = r * used->cols + c;
                    const auto w = static_cast<double>(weights.value[k]);
                    sum += 0.5 * decay_ * w * w;
                    weights.gradient[k] += static_cast<float>(decay_ * w);
                }
        }
        return sum;
    }

  private:
    Network& network_;
    double decay_;
};

} // namespace

/// decay / 2 times the sum of the squares of those latent weights that are zero now: their gradient is g + decay w.
/// @source  Zhou et al. 2021, SR-STE, arXiv:2102.04010, the authors' code: decay 2e-4
TermEntry term_entries::sr_ste() {
    TermEntry entry;
    entry.id = "sr_ste";
    entry.title = "Decay of dropped weights (SR-STE)";
    entry.summary = "Latent weights that the mask drops shrink, so that they do not go in and out all the time. For weights with "
                    "zeros: N of M, ternary.";
    entry.source = "Zhou et al. 2021 (SR-STE), arXiv:2102.04010, the authors' code";
    entry.grade = "code";
    entry.params = {realParam("decay", "Decay", 2e-4, "Added to the gradient of a dropped weight: so many times the weight.").range(0, 100).log()};
    entry.make = [](const Params& p, const TermSite& site) { return std::make_unique<SrSte>(site.network, p.real("decay")); };
    return entry;
}

} // namespace orthant
