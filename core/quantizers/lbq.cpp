// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantizers/catalogue.h"
#include "core/quantizers/least_squares.h"
#include "core/quantizers/row_loops.h"
#include "core/quantizers/ternary_pack.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace orthant {
namespace {

enum class Form { One, Two, Ternary, Greedy };

Form formOf(const std::string& name) {
    return name == "ls-1" ? Form::One : name == "ls-2" ? Form::Two : name == "ls-t" ? Form::Ternary : Form::Greedy;
}

class LeastSquares final : public Quantizer {
  public:
    LeastSquares(Form form, std::size_t planes, float clip)
        : form_(form), planes_(form == Form::One ? 1 : form == Form::Greedy ? planes : 2), clip_(clip) {}

    /// Through the nested signs, scales constant: r_1 = x, r_{i+1} = r_i - v_i sign(r_i), each sign with slope 1[|r_i| <= clip].
    void backward(ConstMatrixView x, ConstMatrixView dq, MatrixView dx) override {
        forEachRow(x, [&](std::size_t r) {
            const float *up = dq.row(r), clip = clip_;
            std::vector<float> rest(x.row(r), x.row(r) + x.cols), restSlope(x.cols, 1.0F), slope(x.cols);
            for (const float v : scalesOf(x, r)) {
                for (std::size_t c = 0; c < x.cols; ++c) {
                    const float inner = v * (std::abs(rest[c]) <= clip ? restSlope[c] : 0.0F);
                    slope[c] += inner;
                    restSlope[c] -= inner;
                }
                takeAway(v, rest);
            }
            for (std::size_t c = 0; c < x.cols; ++c) slope[c] *= up[c];
            std::ranges::copy(slope, dx.row(r)); // which may be dq
        });
    }

    Packed pack(ConstMatrixView x) const override {
        if (form_ == Form::Ternary) return packLevels(x);
        Packed packed = packedLike(x);
        for (std::size_t p = 0; p < planes_; ++p) {
            packed.planes.emplace_back(x.rows, x.cols);
            packed.scales.emplace_back(x.rows);
        }
        forEachRow(x, [&](std::size_t r) {
            const std::vector<float> scales = scalesOf(x, r);
            for (std::size_t p = 0; p < planes_; ++p) packed.scales[p][r] = scales[p];
            std::vector<float> rest(x.row(r), x.row(r) + x.cols);
            for (std::size_t p = 0; p < planes_; ++p) {
                kernels::packSigns(rest.data(), x.cols, packed.planes[p].row(r).data());
                takeAway(scales[p], rest);
            }
        });
        return packed;
    }

  private:
    static std::span<const float> rowOf(ConstMatrixView x, std::size_t r) { return {x.row(r), x.cols}; }

    static void takeAway(float scale, std::vector<float>& rest) {
        for (float& value : rest) value -= value >= 0 ? scale : -scale;
    }

    /// v_1 >= v_2 >= ... of a row.
    std::vector<float> scalesOf(ConstMatrixView x, std::size_t r) const {
        if (form_ == Form::Ternary) {
            const auto half = static_cast<float>(ternaryLevels(rowOf(x, r)).level / 2);
            return {half, half};
        }
        if (form_ == Form::Two) { // 2-means of the magnitudes, with centres v_1 - v_2 and v_1 + v_2
            std::vector<float> magnitudes(x.cols);
            for (std::size_t c = 0; c < x.cols; ++c) magnitudes[c] = std::abs(x.row(r)[c]);
            const TwoGroups groups = twoGroups(magnitudes);
            return {static_cast<float>((groups.high + groups.low) / 2), static_cast<float>((groups.high - groups.low) / 2)};
        }
        std::vector<float> rest(x.row(r), x.row(r) + x.cols), scales;
        for (std::size_t p = 0; p < planes_; ++p) {
            const double sum = sumOf(rest.size(), [values = rest.data()](std::size_t c) { return std::abs(values[c]); });
            scales.push_back(static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(1, rest.size()))));
            takeAway(scales[p], rest);
        }
        return scales;
    }

    static Packed packLevels(ConstMatrixView x) {
        std::vector<float> thresholds(x.rows), levels(x.rows);
        forEachRow(x, [&](std::size_t r) {
            const TernaryLevels best = ternaryLevels(rowOf(x, r));
            thresholds[r] = best.threshold;
            levels[r] = static_cast<float>(best.level);
        });
        Packed packed = packTernary(x, thresholds);
        packed.scales[0] = std::move(levels);
        return packed;
    }

    Form form_;
    std::size_t planes_;
    float clip_;
};

} // namespace

/// Least-squares binary quantization: each row as a sum of scaled signs.
/// Forward:   ls-1  v = mean |x|;  ls-2  the best two, from the exact 2-means of |x|;  ls-t  v_1 = v_2, levels {-2v, 0, 2v},
///            the best by one scan;  gf-k  greedy: v_i = mean |r_i|, r_{i+1} = r_i - v_i sign(r_i)
/// Backward:  nested signs with slope 1[|r_i| <= clip], scales constant
/// @source  Pouransari, Tu and Tuzel 2020, least squares binary quantization, arXiv:2001.02786, and its code; that ls-2 is the
///          2-means of |x| was found here
QuantizerEntry quantizer_entries::lbq() {
    QuantizerEntry entry;
    entry.id = "lbq";
    entry.title = "Least-squares planes (LBQ)";
    entry.summary = "Each row as the best sum of one or two scaled signs, the best ternary levels, or greedy planes.";
    entry.source = "Pouransari et al. 2020 (least squares binary quantization), arXiv:2001.02786, and its code";
    entry.grade = "code";
    entry.params = {
        choiceParam("form", "Form", "ls-2", {"ls-1", "ls-2", "ls-t", "gf-k"},
                    "One scale, two scales, ternary, or so many greedy planes."),
        integerParam("planes", "Planes", 2, "Bits of each weight in the greedy form.").range(1, 8).onlyFor("form", {"gf-k"}),
        realParam("clip", "Clip", 1.0, "The gradient passes a sign where its input is at most this; 0 lets it pass everywhere.")
            .range(0, 100),
    };
    entry.forActivations = false;
    entry.make = [](const Params& p) {
        const double clip = p.real("clip");
        return std::make_unique<LeastSquares>(formOf(p.text("form")), p.size("planes"),
                                              clip > 0 ? static_cast<float>(clip) : std::numeric_limits<float>::infinity());
    };
    return entry;
}

} // namespace orthant
