// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_weights/masked_links.h"

#include "core/base/parallel.h"
#include "core/quantizers/rows.h"

#include <cmath>

namespace orthant {

ParamSpec scopeParam(const char* value) {
    return choiceParam("scope", "Scale of", value, {"network", "layer", "channel"},
                       "Which weights share a scale: those of all layers, of a layer, or of an output row.");
}

Scope scopeOf(const Params& params) {
    const std::string& text = params.text("scope");
    return text == "network" ? Scope::Network : text == "layer" ? Scope::Layer : Scope::Channel;
}

BitTerm scaleTerm(const Params& params, const LinkCount& count, std::size_t each) {
    const Scope scope = scopeOf(params);
    const std::size_t groups = scope == Scope::Network ? 1 : scope == Scope::Layer ? count.layers : count.rows;
    std::string text = each == 1 ? "b_s" : std::to_string(each) + " b_s";
    text += scope == Scope::Network ? (each == 1 ? " scale" : " scales") : scope == Scope::Layer ? " K scales" : " R scales";
    return {text, 32.0 * static_cast<double>(groups * each)};
}

void addMaskTerm(std::vector<BitTerm>& terms, const LinkCount& count) {
    if (count.maskBits > 0) terms.push_back({"mask", static_cast<double>(count.maskBits)});
}

void MaskedLinks::start(std::span<const Parameter> latent, const Mask& mask) {
    matrices_ = latent.size();
    rows_ = mask.rows();
    cols_ = mask.cols();
    allowed_.clear();
    if (countOnes(mask) == rows_ * cols_) return;
    Tensor& allowed = allowed_.emplace_back(Shape{rows_, cols_});
    for (std::size_t r = 0; r < rows_; ++r)
        for (std::size_t c = 0; c < cols_; ++c)
            if (mask.get(r, c)) allowed.row(r)[c] = 1.0F;
}

std::size_t MaskedLinks::groups() const {
    return scope_ == Scope::Network ? 1 : scope_ == Scope::Layer ? matrices_ : matrices_ * rows_;
}

std::size_t MaskedLinks::groupOf(std::size_t matrix, std::size_t row) const {
    return scope_ == Scope::Network ? 0 : scope_ == Scope::Layer ? matrix : matrix * rows_ + row;
}

const float* MaskedLinks::allowed(std::size_t matrix, std::size_t row) const {
    if (allowed_.empty()) return nullptr;
    return allowed_[allowed_.size() == 1 ? 0 : matrix].row(row).data();
}

void MaskedLinks::forEachRow(std::size_t first, std::size_t last,
                             const std::function<void(std::size_t, std::size_t)>& body) const {
    parallelBlocks((last - first) * rows_, rowGrain(cols_), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) body(first + i / rows_, i % rows_);
    });
}

std::vector<MaskedLinks::Magnitude> MaskedLinks::magnitudes(std::span<const Parameter> latent, std::size_t first,
                                                             std::size_t last) const {
    const auto sums = groupSums<2>(first, last, [&](std::size_t k, std::size_t r) {
        const std::span<const float> x = latent[k].value.row(r);
        const float* links = allowed(k, r);
        std::array<double, 2> result{0, links ? 0.0 : static_cast<double>(cols_)};
        for (std::size_t c = 0; c < cols_; ++c) {
            const double on = links ? static_cast<double>(links[c]) : 1.0;
            result[0] += on * static_cast<double>(std::abs(x[c]));
            if (links) result[1] += on;
        }
        return result;
    });
    std::vector<Magnitude> result;
    for (const auto& sum : sums) result.push_back({sum[1] > 0 ? sum[0] / sum[1] : 0.0, sum[1]});
    return result;
}

std::vector<float> MaskedLinks::valuesFor(std::size_t matrix, std::span<const float> groupValues) const {
    if (scope_ != Scope::Channel) return {groupValues[groupOf(matrix, 0)]};
    const auto first = groupValues.begin() + static_cast<std::ptrdiff_t>(matrix * rows_);
    return {first, first + static_cast<std::ptrdiff_t>(rows_)};
}

Packed MaskedLinks::packLinks(const Tensor& latent, std::size_t matrix, std::span<const float> groupValues) const {
    Packed packed = packSigns(latent.matrix(), valuesFor(matrix, groupValues));
    if (allowed_.empty()) return packed;
    packed.mask.resize(rows_, cols_);
    for (std::size_t r = 0; r < rows_; ++r)
        for (std::size_t c = 0; c < cols_; ++c)
            if (allowed(matrix, r)[c] > 0) packed.mask.set(r, c, true);
    return packed;
}

void MaskedLinks::clearForbidden(std::span<Parameter> latent, std::size_t first, std::size_t last) const {
    if (allowed_.empty()) return;
    forEachRow(first, last, [&](std::size_t k, std::size_t r) {
        const float* links = allowed(k, r);
        const std::span<float> g = latent[k].gradient.row(r);
        for (std::size_t c = 0; c < cols_; ++c) g[c] = links[c] > 0 ? g[c] : 0.0F;
    });
}

} // namespace orthant
