// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/row_loops.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

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
            const std::size_t whole = x.cols / group_, left = x.cols % group_;
            const std::size_t leftKeep = (keep_ * left + group_ - 1) / group_; // of a narrower last group its share
            std::vector<float> magnitudes(x.cols), kept(x.cols); // of those that are kept, else -1
            for (std::size_t c = 0; c < x.cols; ++c) magnitudes[c] = std::abs(x.row(r)[c]);
            if (group_ == 4) keepLargest(magnitudes.data(), whole, 4, keep_, kept.data()); // a constant: becomes vectors
            else keepLargest(magnitudes.data(), whole, group_, keep_, kept.data());
            keepLargest(magnitudes.data() + x.cols - left, 1, left, leftKeep, kept.data() + x.cols - left);
            kernels::packSigns(kept.data(), x.cols, packed.mask.row(r).data());
            const auto count = static_cast<double>(whole * keep_ + leftKeep);
            const double sum = sumOf(x.cols, [values = kept.data()](std::size_t c) { return std::max(values[c], 0.0F); });
            scales[r] = count > 0 ? static_cast<float>(sum / count) : 0.0F;
        });
        return packed;
    }

  private:
    /// In each of so many groups: the values that fewer than `keep` others are before, and -1 for the rest. A larger one is
    /// before, and of equal ones the first. Values are at least 0, so that their order is that of whole numbers.
    [[gnu::always_inline]] static void keepLargest(const float* values, std::size_t groups, std::size_t size, std::size_t keep,
                                                   float* kept) {
        for (std::size_t begin = 0; begin < groups * size; begin += size)
            for (std::size_t i = begin; i < begin + size; ++i) {
                const auto here = std::bit_cast<std::int32_t>(values[i]);
                std::int32_t before = 0;
                for (std::size_t j = begin; j < begin + size; ++j)
                    before += std::bit_cast<std::int32_t>(values[j]) > here - (j < i ? 1 : 0) ? 1 : 0;
                kept[i] = before < static_cast<std::int32_t>(keep) ? values[i] : -1.0F;
            }
    }

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
