// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/least_squares.h"
#include "core/quantizers/row_loops.h"

#include <cmath>

namespace orthant {
namespace {

class Dab final : public Quantizer {
  public:
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const TwoGroups groups = groupsOf(x, r);
            const float* in = x.row(r);
            const float* up = dq.row(r);
            const float threshold = groups.threshold, scale = scaleOf(groups), middle = middleOf(groups);
            const auto groupMean = [=, cols = x.cols](bool upper, std::size_t count) {
                const double sum = sumOf(cols, [=](std::size_t c) {
                    const float g = up[c]; // read in any case, or the loop would not become vectors
                    return (in[c] >= threshold) == upper ? g : 0.0F;
                });
                return static_cast<float>(sum / static_cast<double>(count));
            };
            const float below = groupMean(false, x.cols - groups.upper), above = groupMean(true, groups.upper);
            mapGradient(up, dx.row(r), x.cols, [=](std::size_t c, float g) {
                return (std::abs(in[c] - middle) <= 1 ? scale * g : 0.0F) + (in[c] >= threshold ? above : below);
            });
        });
    }
    void forward(ConstMatrixView x, MatrixView q) const override {
        forEachRow(x, [&](std::size_t r) {
            const TwoGroups groups = groupsOf(x, r);
            const float* in = x.row(r);
            float* out = q.row(r);
            const float scale = scaleOf(groups), middle = middleOf(groups);
            for (std::size_t c = 0; c < x.cols; ++c) out[c] = (in[c] >= groups.threshold ? scale : -scale) + middle;
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.emplace_back(x.rows);
        packed.offsets.resize(x.rows);
        forEachRow(x, [&](std::size_t r) {
            const TwoGroups groups = groupsOf(x, r);
            packed.scales[0][r] = scaleOf(groups);
            packed.offsets[r] = middleOf(groups);
            packRow(x.cols, packed.planes[0].row(r),
                    [in = x.row(r), threshold = groups.threshold](std::size_t c) { return in[c] >= threshold ? 1.0F : -1.0F; });
        });
        return packed;
    }

  private:
    static float scaleOf(const TwoGroups& groups) { return static_cast<float>((groups.high - groups.low) / 2); }
    static float middleOf(const TwoGroups& groups) { return static_cast<float>((groups.high + groups.low) / 2); }
    static TwoGroups groupsOf(ConstMatrixView x, std::size_t r) { return twoGroups({x.row(r), x.cols}); }
};

} // namespace

/// Two free levels for each row, the best ones: exact 2-means.
/// Forward:   q_i = mean of the group of x_i, groups split where the squared error is smallest
/// Backward:  dx_i = s 1[|x_i - middle| <= 1] dq_i + mean of dq over the group, s half the distance of the levels: the
///            straight-through term and the derivative of the means
/// @source  Prabhu et al. 2018, distribution-aware binarization, arXiv:1804.02941, form recalled; scan and gradient derived here
QuantizerEntry quantizer_entries::dab() {
    QuantizerEntry entry;
    entry.id = "dab";
    entry.title = "Two free levels for each row (DAB)";
    entry.summary = "The two values that approximate each row best, whatever its mean.";
    entry.source = "Prabhu et al. 2018 (distribution-aware binarization), arXiv:1804.02941, recalled; scan and gradient derived here";
    entry.grade = "derived";
    entry.forActivations = false;
    entry.make = [](const Params&) { return std::make_unique<Dab>(); };
    return entry;
}

} // namespace orthant
