// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rows.h"
#include "core/unrolled/link_weights/catalogue.h"
#include "core/unrolled/link_weights/one_bit_links.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace orthant {
namespace {

/// The largest latent weights of all layers keep their links, the others are 0 for good.
class PrunedLinks final : public OneBitLinks {
  public:
    PrunedLinks(double density, std::size_t count, Scope scope, bool values)
        : OneBitLinks(scope, false), density_(density), count_(count), values_(values) {}

    void start(std::span<const Parameter> latent, const Mask& mask) override {
        OneBitLinks::start(latent, mask);
        setAllowed(choose(latent, mask));
        takeMeans(latent, 0, matrices_);
    }
    void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) override {
        if (!values_) return OneBitLinks::forward(latent, weights, first, last);
        forEachRow(first, last, [&](std::size_t k, std::size_t r) {
            for (std::size_t c = 0; c < cols_; ++c) weights[k].row(r)[c] = allowed(k, r)[c] > 0 ? latent[k].value.row(r)[c] : 0.0F;
        });
    }
    void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) override {
        if (values_) clearForbidden(latent, first, last);
        else OneBitLinks::backward(latent, first, last);
    }
    std::vector<Parameter*> parameters() override {
        return values_ ? std::vector<Parameter*>{} : OneBitLinks::parameters();
    }
    std::vector<NamedTensor> buffers() override {
        std::vector<NamedTensor> result;
        for (std::size_t k = 0; k < matrices_; ++k) result.push_back({"kept" + std::to_string(k + 1), &allowedTensors()[k]});
        return result;
    }
    std::vector<float> scales() const override { return values_ ? std::vector<float>{} : OneBitLinks::scales(); }
    std::vector<Packed> pack(std::span<const Parameter> latent) override {
        if (!values_) return OneBitLinks::pack(latent);
        std::vector<Packed> result;
        for (std::size_t k = 0; k < latent.size(); ++k) {
            Packed& packed = result.emplace_back(packedLike(latent[k].value.matrix()));
            for (std::size_t r = 0; r < rows_; ++r)
                for (std::size_t c = 0; c < cols_; ++c)
                    packed.values.push_back(allowed(k, r)[c] > 0 ? latent[k].value.row(r)[c] : 0.0F);
        }
        return result;
    }
    void setScales(bool closedForm, bool perLayer) override {
        if (!values_) OneBitLinks::setScales(closedForm, perLayer);
    }
    bool coupled() const override { return !values_ && OneBitLinks::coupled(); }

  private:
    std::vector<Tensor> choose(std::span<const Parameter> latent, const Mask& mask) const {
        // Ties keep the earlier link, so that the count is exact.
        struct Link {
            float magnitude;
            std::size_t place;
        };
        std::vector<Link> links;
        for (std::size_t k = 0; k < matrices_; ++k)
            for (std::size_t r = 0; r < rows_; ++r)
                for (std::size_t c = 0; c < cols_; ++c)
                    if (mask.get(r, c)) links.push_back({std::abs(latent[k].value.row(r)[c]), (k * rows_ + r) * cols_ + c});
        const double share = std::round(density_ * static_cast<double>(matrices_ * rows_ * cols_));
        const std::size_t wanted = count_ > 0 ? count_ : static_cast<std::size_t>(share);
        const auto end = links.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, links.size()));
        std::nth_element(links.begin(), end, links.end(), [](const Link& a, const Link& b) {
            return a.magnitude > b.magnitude || (a.magnitude == b.magnitude && a.place < b.place);
        });
        std::vector<Tensor> kept(matrices_, Tensor({rows_, cols_}));
        for (auto link = links.begin(); link != end; ++link)
            kept[link->place / (rows_ * cols_)][link->place % (rows_ * cols_)] = 1.0F;
        return kept;
    }

    double density_;
    std::size_t count_;
    bool values_;
};

double entropy(double d) { return d <= 0 || d >= 1 ? 0 : -d * std::log2(d) - (1 - d) * std::log2(1 - d); }

std::vector<BitTerm> bitsOf(const Params& p, const LinkCount& count) {
    const auto links = static_cast<double>(count.allowed), kept = static_cast<double>(count.kept);
    const double density = links > 0 ? kept / links : 0;
    const bool values = p.text("keep") == "float";
    std::vector<BitTerm> terms{{values ? "32 d N_s" : "d N_s signs", kept * (values ? 32 : 1)}};
    if (!values) terms.push_back(scaleTerm(p, count));
    const std::string& zeros = p.text("zeros");
    if (zeros == "bitmap") terms.push_back({"N_s bits of which links", links});
    if (zeros == "entropy") terms.push_back({"N_s H(d)", links * entropy(density)});
    if (zeros == "index") terms.push_back({"16 d N_s indices", 16 * kept});
    addMaskTerm(terms, count);
    return terms;
}

} // namespace

LinkWeightsEntry link_weights_entries::pruned() {
    LinkWeightsEntry entry;
    entry.id = "pruned";
    entry.title = "Pruned by magnitude";
    entry.summary = "The largest weights after the float stage stay, as signs or floats; where the zeros are has to be stored.";
    entry.source = "Han et al. 2015, magnitude pruning, arXiv:1506.02626; with signs a combination made here";
    entry.grade = "derived";
    entry.params = {
        realParam("density", "Kept", 0.25, "Share of all links, those outside the mask too, that stay.").range(0, 1),
        integerParam("count", "Kept links", 0, "The same as a number of links in all layers; 0: by the share.").range(0, 1e9),
        choiceParam("keep", "Kept as", "one_bit", {"one_bit", "float"}, "What the kept weights are."),
        scopeParam("network").onlyFor("keep", {"one_bit"}),
        choiceParam("zeros", "Zeros stored as", "bitmap", {"bitmap", "entropy", "index"},
                    "In the formula of bits: one bit for each link, its entropy, or an index of 16 bits for each kept link."),
    };
    entry.make = [](const Params& p) {
        return std::make_unique<PrunedLinks>(p.real("density"), p.size("count"), scopeOf(p), p.text("keep") == "float");
    };
    entry.bits = bitsOf;
    return entry;
}

} // namespace orthant
