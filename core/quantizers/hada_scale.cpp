// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/row_loops.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace orthant {
namespace {

class HadaScale final : public Quantizer {
  public:
    explicit HadaScale(std::size_t block) : block_(block) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float *in = x.row(r), *up = dq.row(r);
            std::vector<float> mean(x.cols), delta(x.cols), down(x.cols); // of the block of each value
            for (std::size_t c = 0; c < x.cols; ++c) down[c] = in[c] >= 0 ? up[c] : -up[c];
            for (std::size_t begin = 0; begin < x.cols; begin += block_) {
                const std::size_t n = std::min(block_, x.cols - begin);
                std::fill_n(&mean[begin], n, meanOfBlock(n, [along = &down[begin]](std::size_t c) { return along[c]; }));
                std::fill_n(&delta[begin], n, meanOfBlock(n, [in = in + begin](std::size_t c) { return std::abs(in[c]); }));
            }
            for (std::size_t c = 0; c < x.cols; ++c) {
                const float through = delta[c] * up[c], shared = mean[c]; // read in any case, or the loop would not become vectors
                down[c] = (std::abs(in[c]) <= 1 ? through : 0.0F) + (in[c] >= 0 ? shared : -shared);
            }
            std::ranges::copy(down, dx.row(r)); // which may be dq
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.push_back(BitMatrix::fromSigns(x));
        packed.blockCols = block_ < x.cols ? block_ : 0; // one block is a row scale, which faster products know
        std::vector<float>& scales = packed.scales.emplace_back(x.rows * packed.blocks());
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t b = 0, begin = 0; begin < x.cols; ++b, begin += block_)
                scales[r * packed.blocks() + b] =
                    meanOfBlock(std::min(block_, x.cols - begin),
                                [in = x.row(r) + begin](std::size_t c) { return std::abs(in[c]); });
        });
        return packed;
    }

  private:
    template <class Term>
    static float meanOfBlock(std::size_t n, const Term& term) {
        return static_cast<float>(sumOf(n, term) / static_cast<double>(n));
    }

    std::size_t block_;
};

} // namespace

/// Sign with a scale for each block of neighbours in a row.
/// Forward:   delta = mean |x| over the block, q_i = delta sign(x_i)
/// Backward:  dx_i = delta 1[|x_i| <= 1] dq_i + sign(x_i) (1/beta) sum_j dq_j sign(x_j), j over the block
/// beta = 1 gives the values themselves, beta of a whole row gives xnor_scale. The last block of a row may be narrower.
/// @source  Akhauri 2019, HadaNets, arXiv:1905.10759
QuantizerEntry quantizer_entries::hada_scale() {
    QuantizerEntry entry;
    entry.id = "hada_scale";
    entry.title = "Sign, scale of a block (HadaNets)";
    entry.summary = "The sign times the mean |x| of beta neighbours: one slider from float (1) to XNOR (a whole row).";
    entry.source = "Akhauri 2019 (HadaNets), arXiv:1905.10759, and its code";
    entry.grade = "paper";
    entry.params = {integerParam("beta", "Block", 16, "So many neighbouring weights of a row share a scale.").range(1, 1 << 20)};
    entry.forActivations = false;
    entry.make = [](const Params& p) { return std::make_unique<HadaScale>(p.size("beta")); };
    return entry;
}

} // namespace orthant
