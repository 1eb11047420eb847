// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/largest.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>

namespace orthant {
namespace {

class MicroStructured final : public Quantizer {
  public:
    MicroStructured(std::size_t block, double zeros)
        : block_(block), zeros_(zeros),
          blocks_(makeQuantizer(Component("hada_scale", {{"beta", static_cast<std::int64_t>(block)}}))) {}

    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        Tensor up({dq.rows, dq.cols}); // dx may be dq
        forEachRow(dq, [&](std::size_t r) { std::copy_n(dq.row(r), dq.cols, up.row(r).data()); });
        const Packed packed = pack(x);
        blocks_->backward(x, dq, dx);
        forEachRow(x, [&](std::size_t r) {
            for (std::size_t b = 0, begin = 0; begin < x.cols; ++b, begin += block_)
                if (packed.scale(0, r, b) == 0)
                    std::copy_n(up.row(r).data() + begin, std::min(block_, x.cols - begin), dx.row(r) + begin);
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = blocks_->pack(x);
        std::vector<float>& scales = packed.scales[0];
        const auto zeros = static_cast<std::size_t>(std::lround(zeros_ * static_cast<double>(scales.size())));
        const LargestMagnitudes kept = largestMagnitudes(scales, scales.size() - zeros);
        for (std::size_t i = scales.size(), equal = kept.equal; i-- > 0;) { // of equal ones the first go
            const bool stays = scales[i] > kept.threshold || (scales[i] == kept.threshold && equal > 0);
            equal -= scales[i] == kept.threshold && equal > 0 ? 1 : 0;
            scales[i] = stays ? scales[i] : 0.0F;
        }
        return packed;
    }

  private:
    std::size_t block_;
    double zeros_;
    std::unique_ptr<Quantizer> blocks_; ///< without zeros
};

} // namespace

/// One magnitude for each block of neighbours in a row, and the blocks with the smallest ones are zero.
/// Forward:   hada_scale; then the given share of all blocks of the layer, those with the smallest mean |x|, has the
///            scale 0
/// Backward:  that of hada_scale, and 1 in the zero blocks, so that they can come back
/// A reconstruction from the abstract: the authors solve for the blocks by ADMM; their block shapes were not found.
/// @source  Lin et al. 2021, micro-structured unification, arXiv:2106.08301 (abstract); Akhauri 2019, HadaNets
QuantizerEntry quantizer_entries::micro_structured() {
    QuantizerEntry entry;
    entry.id = "micro_structured";
    entry.title = "Blocks of one magnitude or zero (reconstruction)";
    entry.summary = "Signs with one magnitude for each block of neighbours; the weakest blocks of the layer are zero.";
    entry.source = "Lin et al. 2021 (micro-structured unification), arXiv:2106.08301: reconstructed from the abstract";
    entry.grade = "derived";
    entry.params = {
        integerParam("block", "Block", 8, "So many neighbouring weights of a row share a magnitude.").range(1, 1 << 20),
        realParam("zeros", "Zero blocks", 0.25, "The share of the blocks of a layer that is zero.").range(0, 0.95),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) { return std::make_unique<MicroStructured>(p.size("block"), p.real("zeros")); };
    return entry;
}

} // namespace orthant
