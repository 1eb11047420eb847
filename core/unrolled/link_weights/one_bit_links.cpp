// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_weights/one_bit_links.h"

#include "core/quantizers/rows.h"
#include "core/unrolled/link_weights/signed_sum.h"

#include <tuple>

namespace orthant {

OneBitLinks::OneBitLinks(Scope scope, bool closedForm) : MaskedLinks(scope), closedForm_(closedForm) {
    scale_.name = "scale";
}

void OneBitLinks::takeMeans(std::span<const Parameter> latent, std::size_t first, std::size_t last) {
    std::tie(first, last) = statistics(first, last);
    const std::vector<Magnitude> means = magnitudes(latent, first, last);
    forEachGroup(first, last, [&](std::size_t g) { scale_.value[g] = static_cast<float>(means[g].mean); });
}

void OneBitLinks::start(std::span<const Parameter> latent, const Mask& mask) {
    MaskedLinks::start(latent, mask);
    scale_.value.resize({groups()});
    scale_.gradient.resize({groups()});
    takeMeans(latent, 0, matrices_);
}

void OneBitLinks::forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) {
    if (closedForm_) takeMeans(latent, first, last);
    forEachRow(first, last, [&](std::size_t k, std::size_t r) {
        const float* x = latent[k].value.row(r).data();
        const float* links = allowed(k, r);
        float* out = weights[k].row(r).data();
        const float scale = scale_.value[groupOf(k, r)];
        if (links)
            for (std::size_t c = 0; c < cols_; ++c) out[c] = links[c] > 0 ? (x[c] >= 0 ? scale : -scale) : 0.0F;
        else
            for (std::size_t c = 0; c < cols_; ++c) out[c] = x[c] >= 0 ? scale : -scale;
    });
}

void OneBitLinks::backward(std::span<Parameter> latent, std::size_t first, std::size_t last) {
    clearForbidden(latent, first, last);
    if (closedForm_) return;
    const auto sums = groupSums<1>(first, last, [&](std::size_t k, std::size_t r) {
        return std::array{signedSum(latent[k].gradient.row(r), latent[k].value.row(r))};
    });
    for (std::size_t g = 0; g < sums.size(); ++g) scale_.gradient[g] = static_cast<float>(sums[g][0]);
}

std::vector<Parameter*> OneBitLinks::parameters() {
    return closedForm_ ? std::vector<Parameter*>{} : std::vector<Parameter*>{&scale_};
}

std::vector<float> OneBitLinks::scales() const {
    return {scale_.value.values().begin(), scale_.value.values().end()};
}

std::vector<Packed> OneBitLinks::pack(std::span<const Parameter> latent) {
    if (closedForm_) takeMeans(latent, 0, matrices_);
    std::vector<Packed> result;
    for (std::size_t k = 0; k < latent.size(); ++k) result.push_back(packLinks(latent[k].value, k, scale_.value.values()));
    return result;
}

void OneBitLinks::setScales(bool closedForm, bool perLayer) {
    closedForm_ = closedForm;
    if (perLayer) setScope(Scope::Layer);
}

} // namespace orthant
