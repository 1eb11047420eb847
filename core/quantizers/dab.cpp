// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/least_squares.h"
#include "core/quantizers/rows.h"

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
            float* down = dx.row(r);
            double sums[2] = {0, 0};
            for (std::size_t c = 0; c < x.cols; ++c) sums[in[c] >= groups.threshold] += static_cast<double>(up[c]);
            const double counts[2] = {static_cast<double>(x.cols - groups.upper), static_cast<double>(groups.upper)};
            const auto scale = static_cast<float>((groups.high - groups.low) / 2);
            const auto middle = static_cast<float>((groups.high + groups.low) / 2);
            for (std::size_t c = 0; c < x.cols; ++c) {
                const bool above = in[c] >= groups.threshold;
                const auto mean = static_cast<float>(sums[above] / counts[above]);
                down[c] = (std::abs(in[c] - middle) <= 1 ? scale * up[c] : 0.0F) + mean;
            }
        });
    }
    Packed pack(ConstMatrixView x) const override {
        Packed packed = packedLike(x);
        packed.planes.emplace_back(x.rows, x.cols);
        packed.scales.emplace_back(x.rows);
        packed.offsets.resize(x.rows);
        forEachRow(x, [&](std::size_t r) {
            const TwoGroups groups = groupsOf(x, r);
            packed.scales[0][r] = static_cast<float>((groups.high - groups.low) / 2);
            packed.offsets[r] = static_cast<float>((groups.high + groups.low) / 2);
            for (std::size_t c = 0; c < x.cols; ++c)
                if (x.row(r)[c] >= groups.threshold) packed.planes[0].set(r, c, true);
        });
        return packed;
    }

  private:
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
