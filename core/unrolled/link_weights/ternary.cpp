// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/unrolled/link_weights/catalogue.h"
#include "core/unrolled/link_weights/masked_links.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace orthant {
namespace {

enum class Rule { Twn, Ttq, B158 };

/// Three values for each link.
/// twn:   D = factor mean |w| of the group; a sign(w) where |w| > D, else 0; a = mean |w| over those; backward 1
/// b158:  a = mean |w|; a clip(round(w / a), -1, 1); backward 1
/// ttq:   D = factor max |w|; Wp where w > D, -Wn where w < -D, else 0, Wp and Wn learned; backward Wp, Wn and 1 in the three zones
class TernaryLinks final : public MaskedLinks {
  public:
    TernaryLinks(Rule rule, double factor, Scope scope) : MaskedLinks(scope), rule_(rule), factor_(factor) {
        positive_.name = "positive_level";
        negative_.name = "negative_level";
    }

    void start(std::span<const Parameter> latent, const Mask& mask) override {
        MaskedLinks::start(latent, mask);
        for (Parameter* level : {&positive_, &negative_}) {
            level->value.resize({groups()});
            level->gradient.resize({groups()});
        }
        threshold_.assign(groups(), 0.0F);
        takeThresholds(latent, 0, matrices_);
        takeLevels(latent, 0, matrices_);
    }
    void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) override {
        settle(latent, first, last);
        forEachRow(first, last, [&](std::size_t k, std::size_t r) {
            const std::size_t g = groupOf(k, r);
            const float threshold = threshold_[g], half = halfSum(g), offset = halfDifference(g);
            // As a packed weight is put together: the sign's scale, then the offset.
            const float plus = rule_ == Rule::Ttq ? half + offset : positive_.value[g];
            const float minus = rule_ == Rule::Ttq ? -half + offset : -positive_.value[g];
            const float* x = latent[k].value.row(r).data();
            const float* links = allowed(k, r);
            float* out = weights[k].row(r).data();
            for (std::size_t c = 0; c < cols_; ++c) {
                const bool on = std::abs(x[c]) > threshold && (!links || links[c] > 0);
                out[c] = on ? (x[c] >= 0 ? plus : minus) : 0.0F;
            }
        });
    }
    void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) override {
        clearForbidden(latent, first, last);
        if (rule_ != Rule::Ttq) return;
        const auto sums = groupSums<2>(first, last, [&](std::size_t k, std::size_t r) {
            const std::size_t g = groupOf(k, r);
            const std::span<const float> x = latent[k].value.row(r);
            const std::span<float> d = latent[k].gradient.row(r);
            std::array<double, 2> sum{};
            for (std::size_t c = 0; c < cols_; ++c) {
                if (!(std::abs(x[c]) > threshold_[g])) continue;
                sum[x[c] >= 0 ? 0 : 1] += static_cast<double>(x[c] >= 0 ? d[c] : -d[c]);
                d[c] *= x[c] >= 0 ? positive_.value[g] : negative_.value[g];
            }
            return sum;
        });
        for (std::size_t g = 0; g < sums.size(); ++g) {
            positive_.gradient[g] = static_cast<float>(sums[g][0]);
            negative_.gradient[g] = static_cast<float>(sums[g][1]);
        }
    }
    bool coupled() const override { return oneGroup(); }
    std::vector<Parameter*> parameters() override {
        return rule_ == Rule::Ttq ? std::vector<Parameter*>{&positive_, &negative_} : std::vector<Parameter*>{};
    }
    std::vector<float> scales() const override {
        std::vector<float> all(positive_.value.values().begin(), positive_.value.values().end());
        if (rule_ == Rule::Ttq) all.insert(all.end(), negative_.value.values().begin(), negative_.value.values().end());
        return all;
    }
    std::vector<Packed> pack(std::span<const Parameter> latent) override {
        settle(latent, 0, matrices_);
        std::vector<float> scales, offsets;
        for (std::size_t g = 0; g < groups(); ++g) {
            scales.push_back(rule_ == Rule::Ttq ? halfSum(g) : positive_.value[g]);
            offsets.push_back(halfDifference(g));
        }
        std::vector<Packed> result;
        for (std::size_t k = 0; k < latent.size(); ++k) {
            Packed packed = packLinks(latent[k].value, k, scales);
            if (rule_ == Rule::Ttq) packed.offsets = valuesFor(k, offsets);
            packed.mask.resize(rows_, cols_);
            for (std::size_t r = 0; r < rows_; ++r) {
                const float* links = allowed(k, r);
                for (std::size_t c = 0; c < cols_; ++c)
                    if (std::abs(latent[k].value.row(r)[c]) > threshold_[groupOf(k, r)] && (!links || links[c] > 0))
                        packed.mask.set(r, c, true);
            }
            result.push_back(std::move(packed));
        }
        return result;
    }

  private:
    float halfSum(std::size_t g) const { return (positive_.value[g] + negative_.value[g]) / 2; }
    float halfDifference(std::size_t g) const { return (positive_.value[g] - negative_.value[g]) / 2; }

    /// Thresholds for these latent weights, and the levels where they are not learned.
    void settle(std::span<const Parameter> latent, std::size_t first, std::size_t last) {
        std::tie(first, last) = statistics(first, last);
        takeThresholds(latent, first, last);
        if (rule_ != Rule::Ttq) takeLevels(latent, first, last);
    }
    void takeThresholds(std::span<const Parameter> latent, std::size_t first, std::size_t last) {
        if (rule_ == Rule::Ttq) {
            forEachGroup(first, last, [&](std::size_t g) { threshold_[g] = 0; });
            for (std::size_t k = first; k < last; ++k)
                for (std::size_t r = 0; r < rows_; ++r)
                    for (const float x : latent[k].value.row(r)) {
                        float& most = threshold_[groupOf(k, r)];
                        most = std::max(most, std::abs(x));
                    }
            forEachGroup(first, last, [&](std::size_t g) {
                threshold_[g] = static_cast<float>(factor_ * static_cast<double>(threshold_[g]));
            });
            return;
        }
        const std::vector<Magnitude> means = magnitudes(latent, first, last);
        forEachGroup(first, last, [&](std::size_t g) {
            threshold_[g] = static_cast<float>((rule_ == Rule::B158 ? 0.5 : factor_) * means[g].mean);
            // round(x / a) is 1 from a half on: the largest float below it is still 0.
            if (rule_ == Rule::B158) threshold_[g] = std::nextafter(threshold_[g], 0.0F);
            positive_.value[g] = static_cast<float>(means[g].mean);
        });
    }
    /// Mean magnitude over those above the threshold; b158 keeps the mean over all.
    void takeLevels(std::span<const Parameter> latent, std::size_t first, std::size_t last) {
        if (rule_ == Rule::B158) return;
        const auto sums = groupSums<4>(first, last, [&](std::size_t k, std::size_t r) {
            const float threshold = threshold_[groupOf(k, r)];
            std::array<double, 4> sum{};
            for (const float x : latent[k].value.row(r)) { // outside the mask latent weights are 0
                if (!(std::abs(x) > threshold)) continue;
                sum[x >= 0 ? 0 : 2] += static_cast<double>(std::abs(x));
                sum[x >= 0 ? 1 : 3] += 1;
            }
            return sum;
        });
        const auto mean = [](double sum, double count) { return static_cast<float>(count > 0 ? sum / count : 0.0); };
        forEachGroup(first, last, [&](std::size_t g) {
            const auto& [up, ups, down, downs] = sums[g];
            const bool apart = rule_ == Rule::Ttq;
            positive_.value[g] = apart ? mean(up, ups) : mean(up + down, ups + downs);
            negative_.value[g] = apart ? mean(down, downs) : positive_.value[g];
        });
    }

    Rule rule_;
    double factor_;
    Parameter positive_, negative_; ///< levels of each group; without TTQ the first alone
    std::vector<float> threshold_;
};

} // namespace

LinkWeightsEntry link_weights_entries::ternary() {
    LinkWeightsEntry entry;
    entry.id = "ternary";
    entry.title = "Ternary";
    entry.summary = "Plus, minus or zero: threshold and level from the mean (TWN, b1.58), or two learned levels (TTQ).";
    entry.source = "Li et al. 2016 (TWN), arXiv:1605.04711; Zhu et al. 2017 (TTQ), arXiv:1612.01064; Ma et al. 2024 (BitNet b1.58), "
                   "arXiv:2402.17764";
    entry.grade = "secondary";
    entry.params = {
        choiceParam("rule", "Rule", "twn", {"twn", "ttq", "b158"}, "How threshold and levels are found."),
        realParam("twnFactor", "Threshold", 0.7, "In mean magnitudes.").range(0, 5).onlyFor("rule", {"twn"}),
        realParam("ttqFactor", "Threshold", 0.05, "As a share of the largest magnitude.").range(0, 1).onlyFor("rule", {"ttq"}),
        scopeParam("layer"),
    };
    entry.make = [](const Params& p) {
        const std::string& text = p.text("rule");
        const Rule rule = text == "twn" ? Rule::Twn : text == "ttq" ? Rule::Ttq : Rule::B158;
        return std::make_unique<TernaryLinks>(rule, p.real(rule == Rule::Ttq ? "ttqFactor" : "twnFactor"), scopeOf(p));
    };
    entry.bits = [](const Params& p, const LinkCount& count) {
        std::vector<BitTerm> terms{{"N_s log2 3", static_cast<double>(count.allowed) * std::log2(3.0)},
                                   scaleTerm(p, count, p.text("rule") == "ttq" ? 2 : 1)};
        addMaskTerm(terms, count);
        return terms;
    };
    return entry;
}

} // namespace orthant
