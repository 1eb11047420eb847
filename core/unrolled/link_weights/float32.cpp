// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rows.h"
#include "core/unrolled/link_weights/catalogue.h"
#include "core/unrolled/link_weights/masked_links.h"

#include <algorithm>

namespace orthant {
namespace {

class FloatLinks final : public MaskedLinks {
  public:
    FloatLinks() : MaskedLinks(Scope::Network) {}

    void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) override {
        for (std::size_t k = first; k < last; ++k) std::ranges::copy(latent[k].value.values(), weights[k].data());
    }
    void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) override { clearForbidden(latent, first, last); }
    std::vector<float> scales() const override { return {}; }
    std::vector<Packed> pack(std::span<const Parameter> latent) override {
        std::vector<Packed> result;
        for (const Parameter& x : latent) {
            Packed& packed = result.emplace_back(packedLike(x.value.matrix()));
            packed.values.assign(x.value.values().begin(), x.value.values().end());
        }
        return result;
    }
    bool quantized() const override { return false; }
};

} // namespace

LinkWeightsEntry link_weights_entries::float32() {
    LinkWeightsEntry entry;
    entry.id = "float32";
    entry.title = "Float";
    entry.summary = "32 bits for each link on the mask: what every other scheme is compared with.";
    entry.source = "derived here";
    entry.grade = "derived";
    entry.make = [](const Params&) { return std::make_unique<FloatLinks>(); };
    entry.bits = [](const Params&, const LinkCount& count) {
        std::vector<BitTerm> terms{{"32 N_s", 32.0 * static_cast<double>(count.allowed)}};
        addMaskTerm(terms, count);
        return terms;
    };
    return entry;
}

} // namespace orthant
