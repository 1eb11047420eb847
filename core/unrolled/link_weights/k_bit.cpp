// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/rows.h"
#include "core/unrolled/link_weights/catalogue.h"
#include "core/unrolled/link_weights/masked_links.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>

namespace orthant {
namespace {

/// Steps between equal levels with the least squared error on Gaussian values of deviation 1, for 2 to 8 bits.
constexpr double gaussianStep[] = {0.99569, 0.58602, 0.33520, 0.18814, 0.10406, 0.05687, 0.03077};

/// Equal levels, half of them negative: w = h q, q odd, |q| < 2^bits.
/// Forward:   h = half the best step for Gaussian values of the same root mean square as the group; q by rounding, clamped
/// Backward:  1
class KBitLinks final : public MaskedLinks {
  public:
    KBitLinks(std::size_t bits, Scope scope) : MaskedLinks(scope), bits_(bits) {}

    void start(std::span<const Parameter> latent, const Mask& mask) override {
        MaskedLinks::start(latent, mask);
        half_.assign(groups(), 0.0F);
        takeScales(latent, 0, matrices_);
    }
    void forward(std::span<const Parameter> latent, std::span<Tensor> weights, std::size_t first, std::size_t last) override {
        takeScales(latent, first, last);
        forEachRow(first, last, [&](std::size_t k, std::size_t r) {
            const float half = half_[groupOf(k, r)];
            const float* links = allowed(k, r);
            for (std::size_t c = 0; c < cols_; ++c) {
                const std::uint32_t level = levelOf(latent[k].value.row(r)[c], half);
                float sum = plane(level, 0, half); // plane by plane, as a packed weight is put together
                for (std::size_t i = 1; i < bits_; ++i) sum += plane(level, i, half);
                weights[k].row(r)[c] = !links || links[c] > 0 ? sum : 0.0F;
            }
        });
    }
    void backward(std::span<Parameter> latent, std::size_t first, std::size_t last) override { clearForbidden(latent, first, last); }
    bool coupled() const override { return oneGroup(); }
    std::vector<float> scales() const override { return half_; }
    std::vector<Packed> pack(std::span<const Parameter> latent) override {
        takeScales(latent, 0, matrices_);
        std::vector<Packed> result;
        for (std::size_t k = 0; k < latent.size(); ++k) {
            Packed packed = packLinks(latent[k].value, k, half_); // for its mask
            packed.planes.assign(bits_, BitMatrix(rows_, cols_));
            packed.scales.clear();
            for (std::size_t i = 0; i < bits_; ++i) {
                std::vector<float>& scales = packed.scales.emplace_back(valuesFor(k, half_));
                for (float& scale : scales) scale *= static_cast<float>(1U << i);
            }
            for (std::size_t r = 0; r < rows_; ++r)
                for (std::size_t c = 0; c < cols_; ++c) {
                    const std::uint32_t level = levelOf(latent[k].value.row(r)[c], half_[groupOf(k, r)]);
                    for (std::size_t i = 0; i < bits_; ++i) packed.planes[i].set(r, c, level >> i & 1U);
                }
            result.push_back(std::move(packed));
        }
        return result;
    }

  private:
    /// 0 .. 2^bits - 1; the value is half (2 level - 2^bits + 1).
    std::uint32_t levelOf(float x, float half) const {
        const float middle = static_cast<float>(1U << (bits_ - 1));
        const float steps = half > 0 ? std::floor(x / (2 * half)) : x >= 0 ? 0.0F : -1.0F;
        return static_cast<std::uint32_t>(std::clamp(steps + middle, 0.0F, 2 * middle - 1));
    }
    static float plane(std::uint32_t level, std::size_t i, float half) {
        const float scale = half * static_cast<float>(1U << i);
        return level >> i & 1U ? scale : -scale;
    }
    void takeScales(std::span<const Parameter> latent, std::size_t first, std::size_t last) {
        std::tie(first, last) = statistics(first, last);
        const auto sums = groupSums<2>(first, last, [&](std::size_t k, std::size_t r) {
            const float* links = allowed(k, r);
            std::array<double, 2> sum{};
            for (std::size_t c = 0; c < cols_; ++c) {
                const auto x = static_cast<double>(latent[k].value.row(r)[c]);
                if (links && links[c] <= 0) continue;
                sum[0] += x * x;
                sum[1] += 1;
            }
            return sum;
        });
        forEachGroup(first, last, [&](std::size_t g) {
            const auto& [squares, links] = sums[g];
            half_[g] = static_cast<float>(links > 0 ? 0.5 * gaussianStep[bits_ - 2] * std::sqrt(squares / links) : 0.0);
        });
    }

    std::size_t bits_;
    std::vector<float> half_; ///< half a step, for each group
};

} // namespace

LinkWeightsEntry link_weights_entries::k_bit() {
    LinkWeightsEntry entry;
    entry.id = "k_bit";
    entry.title = "Several bits";
    entry.summary = "Equal steps of 2 to 8 bits, wide as is best for Gaussian weights.";
    entry.source = "Max 1960, Quantizing for minimum distortion: equal steps for Gaussian values; as link weights chosen here";
    entry.grade = "derived";
    entry.params = {integerParam("bits", "Bits", 4, "Of each weight.").range(2, 8), scopeParam("layer")};
    entry.make = [](const Params& p) { return std::make_unique<KBitLinks>(p.size("bits"), scopeOf(p)); };
    entry.bits = [](const Params& p, const LinkCount& count) {
        std::vector<BitTerm> terms{{std::to_string(p.size("bits")) + " N_s",
                                    static_cast<double>(p.size("bits") * count.allowed)},
                                   scaleTerm(p, count)};
        addMaskTerm(terms, count);
        return terms;
    };
    return entry;
}

} // namespace orthant
