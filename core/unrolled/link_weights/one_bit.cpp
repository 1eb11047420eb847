// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_weights/catalogue.h"
#include "core/unrolled/link_weights/one_bit_links.h"

namespace orthant {

LinkWeightsEntry link_weights_entries::one_bit() {
    LinkWeightsEntry entry;
    entry.id = "one_bit";
    entry.title = "One bit";
    entry.summary = "The sign of each link times a scale: one for the whole network (PIBiNN), for a layer, or for a channel.";
    entry.source = "Eamaz et al. 2025 (PIBiNN), arXiv:2502.01908, for signs times one global scale; how the scale is found is chosen here";
    entry.grade = "derived";
    entry.params = {
        scopeParam("network"),
        choiceParam("scale", "Scale is", "learned", {"learned", "mean_abs"},
                    "Learned with the signs, or the mean magnitude of the latent weights at every step."),
    };
    entry.make = [](const Params& p) { return std::make_unique<OneBitLinks>(scopeOf(p), p.text("scale") == "mean_abs"); };
    entry.bits = [](const Params& p, const LinkCount& count) {
        std::vector<BitTerm> terms{{"N_s signs", static_cast<double>(count.allowed)}, scaleTerm(p, count)};
        addMaskTerm(terms, count);
        return terms;
    };
    return entry;
}

} // namespace orthant
