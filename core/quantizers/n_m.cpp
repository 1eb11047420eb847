// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthant {
namespace {

class NOfM final : public Quantizer {
  public:
    NOfM(std::size_t keep, std::size_t group) : keep_(keep), group_(group) {}

    void backward(ConstMatrixView, ConstMatrixView dq, MatrixView dx) override {
        if (dx.data == dq.data) return;
        for (std::size_t r = 0; r < dq.rows; ++r) std::copy_n(dq.row(r), dq.cols, dx.row(r));
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.push_back(BitMatrix::fromSigns(x));
        packed.mask.resize(x.rows, x.cols);
        std::vector<float>& scales = packed.scales.emplace_back(x.rows);
        forEachRow(x, [&](std::size_t r) {
            std::vector<std::size_t> order(group_);
            double sum = 0, kept = 0;
            for (std::size_t begin = 0; begin < x.cols; begin += group_) {
                const std::size_t size = std::min(group_, x.cols - begin);
                order.resize(size);
                std::iota(order.begin(), order.end(), begin);
                std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
                    return std::abs(x.row(r)[a]) > std::abs(x.row(r)[b]);
                });
                const std::size_t count = (keep_ * size + group_ - 1) / group_; // of a narrower last group its share
                for (std::size_t i = 0; i < count; ++i) {
                    packed.mask.set(r, order[i], true);
                    sum += static_cast<double>(std::abs(x.row(r)[order[i]]));
                }
                kept += static_cast<double>(count);
            }
            scales[r] = kept > 0 ? static_cast<float>(sum / kept) : 0.0F;
        });
        return packed;
    }

  private:
    std::size_t keep_, group_;
};

} // namespace

/// Structured zeros: of each M neighbours in a row the N largest keep their signs, with one scale for each row.
/// Forward:   q_i = a sign(x_i) for the N largest |x| of each group of M, else 0; a = mean |x| over those
/// Backward:  1 everywhere, also for the zeros
/// SR-STE also decays the weights that are zero now, so that they do not flip back and forth: a matter of the update rule, which
/// finds them in Layer::usedWeights()->mask. A last group that is narrower keeps its share, rounded up.
/// @source  Zhou et al. 2021, SR-STE, arXiv:2102.04010, and its code, for the mask; signs and the row scale are a combination
///          made here
QuantizerEntry quantizer_entries::n_m() {
    QuantizerEntry entry;
    entry.id = "n_m";
    entry.title = "N of M signs (SR-STE mask)";
    entry.summary = "Of each M neighbours the N largest keep their signs, the others are zero.";
    entry.source = "Zhou et al. 2021 (SR-STE), arXiv:2102.04010, for the mask; with signs and row scales derived here";
    entry.grade = "derived";
    entry.params = {
        integerParam("keep", "N", 2, "So many of each group survive.").range(1, 64),
        integerParam("group", "M", 4, "Neighbours in a group.").range(1, 64),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        if (p.integer("keep") > p.integer("group"))
            throw Error("expected N up to M (" + std::to_string(p.integer("group")) + "), found " + std::to_string(p.integer("keep")),
                        "/keep");
        return std::make_unique<NOfM>(p.size("keep"), p.size("group"));
    };
    return entry;
}

} // namespace orthant
