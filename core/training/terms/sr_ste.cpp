// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/bits.h"
#include "core/quantizers/rows.h"
#include "core/training/terms/catalogue.h"

#include <vector>

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
            std::vector<float> kept(used->cols); // +1, or -1 where a weight is zero now
            for (std::size_t r = 0; r < used->rows; ++r) {
                kernels::unpackSigns(used->mask.row(r).data(), used->cols, kept.data());
                const float* w = weights.value.row(r).data();
                for (std::size_t c = 0; c < used->cols; ++c) kept[c] = (0.5F - 0.5F * kept[c]) * w[c];
                sum += 0.5 * decay_ * sumOf(used->cols, [dropped = kept.data()](std::size_t c) {
                    const auto value = static_cast<double>(dropped[c]);
                    return value * value;
                });
                float* gradient = weights.gradient.row(r).data();
                for (std::size_t c = 0; c < used->cols; ++c)
                    gradient[c] += static_cast<float>(decay_ * static_cast<double>(kept[c]));
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
