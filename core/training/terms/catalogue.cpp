// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/terms/catalogue.h"

namespace orthant {

std::span<const TermEntry> termCatalogue() {
    static const TermEntry table[] = {
#define ORTHANT_ENTRY(id) term_entries::id(),
#include "core/training/terms/catalogue.def"
#undef ORTHANT_ENTRY
    };
    return table;
}

std::vector<std::unique_ptr<LossTerm>> makeTerms(Network& network, const TrainingTerms& terms, const std::string& where) {
    std::vector<std::unique_ptr<LossTerm>> made;
    for (std::size_t i = 0; i < terms.list.size(); ++i) {
        const Component& term = terms.list[i];
        const std::string place = where + "/" + std::to_string(i);
        const TermEntry& entry = findEntry(termCatalogue(), term.id, "loss term", place + "/id");
        made.push_back(entry.make(resolveParams(entry.params, term.params ? *term.params : Params{}, place), {network, terms, place}));
    }
    return made;
}

std::vector<Parameter*> latentWeights(Network& network, bool withoutFirst) {
    std::vector<Parameter*> weights;
    bool first = withoutFirst;
    for (std::size_t i = 0; i < network.layerCount(); ++i) {
        if (network.layer(i).packedWeights().rows == 0) continue;
        Parameter* parameter = network.layer(i).parameters().front();
        if (parameter->latent && !first) weights.push_back(parameter);
        first = false;
    }
    return weights;
}

std::vector<Parameter*> latentWeightsOf(const Params& params, const TermSite& site) {
    std::vector<Parameter*> layers = latentWeights(site.network, params.boolean("withoutFirst"));
    if (layers.empty()) throw Error("no layer is left whose weights are binarized", site.where);
    return layers;
}

} // namespace orthant
